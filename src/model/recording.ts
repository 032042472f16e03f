/**
 * A model whose exchanges are recorded, so that a run can be repeated offline.
 *
 * @module
 */
import { closeLocked } from "../close_locked.ts";
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { printable } from "../printable.ts";
import { derivedModel } from "./derived_model.ts";
import { type Exchange, requestKey } from "./exchange.ts";
import type { LanguageModel } from "./language_model.ts";
import { redactAll } from "./redact.ts";

/** Destination of recorded exchanges. */
export interface ExchangeSink {
  /** Resolves when the exchange is stored. */
  write(exchange: Exchange): Promise<void>;
}

/**
 * The same model, but each answered call is written before its answer is returned. API keys are redacted in the recording;
 * the key of the exchange is still that of the original request.
 *
 * @param options `secrets` are redacted too; `role` is the part of a run that asks
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
  options: {
    readonly secrets?: readonly string[];
    readonly role?: Exchange["role"];
  } = {},
): LanguageModel {
  return derivedModel(model, async (request, callOptions) => {
    const key = await requestKey(request, callOptions?.draw);
    const response = await model.generate(request, callOptions);
    const { secrets, role } = options;
    await sink.write({
      key,
      ...(role === undefined ? {} : { role }),
      request: redactAll(request, secrets),
      response: redactAll(response, secrets),
      ...(model.price === undefined ? {} : { price: model.price }),
    });
    return response;
  });
}

/**
 * A file of exchanges, one JSON line each; the destination of `recording`.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { UsageError } from "@opto/opto";
 * import { RecordingFile } from "@opto/opto/model";
 *
 * const path = `${await Deno.makeTempDir()}/calls.jsonl`;
 * await using _file = await RecordingFile.open(path);
 * await assertRejects(() => RecordingFile.open(path), UsageError, "a file that exists");
 * ```
 */
export class RecordingFile implements ExchangeSink, AsyncDisposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Creates the file. One without a line is taken as new: the run that made it was killed before its first call.
   *
   * @param options `isResumed` appends to an existing file; without it the file must be new, so that no recording is lost
   * @throws {UsageError} when the file exists or cannot be written
   */
  static async open(
    path: string,
    { isResumed = false }: { readonly isResumed?: boolean } = {},
  ): Promise<RecordingFile> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(path, { append: true, create: true });
    } catch (cause) {
      throw refused(path, messageOf(cause), {
        cause,
        advice: "Choose a file that can be written.",
      });
    }
    if (isResumed || await isNew(file)) return new RecordingFile(path, file);
    file.close();
    throw refused(path, "a file that exists", { advice: "Remove it, or choose another file." });
  }

  /**
   * Appends one line and waits until it is on disk. Lines of simultaneous calls do not mix.
   *
   * @throws {UsageError} when the file can no longer be written
   */
  write(exchange: Exchange): Promise<void> {
    const line = new TextEncoder().encode(`${printable(JSON.stringify(exchange))}\n`);
    const written = this.#last.then(() => this.#append(line));
    this.#last = written.catch(() => {}); // the caller of this write gets the error; later writes try again
    return written;
  }

  /** Waits for pending writes, then closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    closeLocked(this.#file);
  }

  async #append(line: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < line.length;) done += await this.#file.write(line.subarray(done));
      await this.#file.syncData();
    } catch (cause) {
      throw new UsageError(`Cannot write the recording "${this.#path}": ${messageOf(cause)}`, {
        cause,
        advice: "Free some disk space, or record to another file.",
      });
    }
  }
}

/** Whether a file is empty and no other recording begins in it. */
async function isNew(file: Deno.FsFile): Promise<boolean> {
  return await file.tryLock(true) && (await file.stat()).size === 0;
}

function refused(
  path: string,
  received: string,
  options: { readonly cause?: unknown; readonly advice: string },
): UsageError {
  return new UsageError(`Cannot open "${path}" as a new recording: received ${received}`, options);
}
