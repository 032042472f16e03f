/**
 * A model whose exchanges are written down, so that a run can be repeated offline.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { type Exchange, requestKey } from "./exchange.ts";
import type { LanguageModel } from "./language_model.ts";
import { redactAll } from "./redact.ts";

/** Where exchanges go. */
export interface ExchangeSink {
  /** Settles when the exchange is safe. */
  write(exchange: Exchange): Promise<void>;
}

/**
 * The same model, but each answered call is written before it is given back. Whatever looks like a key is struck out of
 * what is written; the exchange is still found by the key of the request as it was.
 *
 * @param options `secrets` are struck out wherever they stand
 *
 * @example
 * ```ts
 * import { scriptedModel } from "@opto/opto";
 * import { recording, RecordingFile, replaying } from "@opto/opto/model";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * await Deno.remove(path);
 * const request = { messages: [{ role: "user" as const, content: "Hello" }] };
 * {
 *   await using file = await RecordingFile.open(path);
 *   await recording(scriptedModel(["Hi"]), file).generate(request);
 * }
 * assertEquals((await (await replaying(path)).generate(request)).text, "Hi");
 * await Deno.remove(path);
 * ```
 */
export function recording(
  model: LanguageModel,
  sink: ExchangeSink,
  options: { readonly secrets?: readonly string[] } = {},
): LanguageModel {
  return {
    ...model,
    async generate(request, callOptions) {
      const key = await requestKey(request);
      const response = await model.generate(request, callOptions);
      const { secrets } = options;
      await sink.write({
        key,
        request: redactAll(request, secrets),
        response: redactAll(response, secrets),
        ...(model.price === undefined ? {} : { price: model.price }),
      });
      return response;
    },
  };
}

/** A file of exchanges, one JSON line each; see `recording` for an example. */
export class RecordingFile implements ExchangeSink, AsyncDisposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Makes the file.
   *
   * @param options with `isResumed` an existing file is continued; else it must be new, so that no recording is lost or mixed
   * @throws {UsageError} when the file exists or cannot be written
   */
  static async open(
    path: string,
    options: { readonly isResumed?: boolean } = {},
  ): Promise<RecordingFile> {
    const make = options.isResumed ? { create: true } : { createNew: true };
    try {
      return new RecordingFile(path, await Deno.open(path, { append: true, ...make }));
    } catch (cause) {
      const isThere = cause instanceof Deno.errors.AlreadyExists;
      throw new UsageError(
        `Cannot open "${path}" as a new recording: received ${
          isThere ? "a file that exists" : messageOf(cause)
        }`,
        {
          cause,
          advice: isThere ? "Remove it, or name another." : "Name a file that can be written.",
        },
      );
    }
  }

  /**
   * Appends one line and waits until the disk has it; lines of calls that end together do not mix.
   *
   * @throws {UsageError} when the file cannot be written any more
   */
  write(exchange: Exchange): Promise<void> {
    const line = new TextEncoder().encode(`${JSON.stringify(exchange)}\n`);
    const written = this.#last.then(() => this.#append(line));
    this.#last = written.catch(() => {}); // whoever wrote that line is told; the next one tries again
    return written;
  }

  /** Waits for what is under way, then closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    this.#file.close();
  }

  async #append(line: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < line.length;) done += await this.#file.write(line.subarray(done));
      await this.#file.syncData();
    } catch (cause) {
      throw new UsageError(`Cannot write the recording "${this.#path}": ${messageOf(cause)}`, {
        cause,
        advice: "Make room, or record to another file.",
      });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
