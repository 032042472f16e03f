/**
 * A model whose answers are files that a person, or another program, writes.
 *
 * @module
 */
import { join } from "node:path";
import { messageOf } from "../message_of.ts";
import { ModelError, UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest } from "./language_model.ts";
import { type ModelClock, systemClock } from "./model_clock.ts";
import { estimateUsage } from "./usage.ts";

/** Options of a manual model. */
export interface ManualModelOptions {
  /** The directory of prompts and answers; made when it is missing. */
  readonly directory: string;
  /** Milliseconds to wait for an answer. @default a day */
  readonly deadlineMs?: number;
  /** Milliseconds between two looks for an answer. @default 500 */
  readonly pollMs?: number;
  /** Clock for the waits. @default the machine's own */
  readonly clock?: ModelClock;
}

const dayMs = 86_400_000;
const price = { promptUsd: 0, completionUsd: 0 };

/**
 * A model that writes each prompt to `0001.prompt.txt` in a directory, and waits for `0001.answer.txt`. An answer is read when
 * the file is not empty and has not changed between two looks; the line break that editors put at its end is left out.
 *
 * A prompt that is there from an earlier process is not written again, and its answer is used: so a run that was killed goes
 * on, and answers may be prepared. Where equal prompts need an answer each, as in several samples, `0001.draw.txt` tells them
 * apart. The calls cost nothing; tokens are estimated.
 *
 * @throws {UsageError} when the directory cannot be made
 *
 * @example
 * ```ts
 * import { manualModel } from "@opto/opto/model";
 * import { assertEquals } from "@std/assert";
 *
 * const directory = await Deno.makeTempDir();
 * const model = manualModel({ directory, pollMs: 5 });
 * const answered = model.generate({ messages: [{ role: "user", content: "Well?" }] });
 * await Deno.writeTextFile(`${directory}/0001.answer.txt`, "Yes.");
 * assertEquals((await answered).text, "Yes.");
 * assertEquals(await Deno.readTextFile(`${directory}/0001.prompt.txt`), "Well?");
 * ```
 */
export function manualModel(options: ManualModelOptions): LanguageModel {
  const { directory, deadlineMs = dayMs, pollMs = 500, clock = systemClock } = options;
  const name = `manual:${directory}`;
  /** Numbers of prompts that a call of this process has. */
  const taken = new Set<number>();
  try {
    Deno.mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw new UsageError(
      `Cannot use "${directory}" as the directory of a manual model: ${messageOf(cause)}`,
      { cause, advice: "Name a directory that can be written: --model manual:DIR." },
    );
  }

  /** The file of an equal prompt of the same draw that no call has yet, else a new one. */
  function place(prompt: string, draw: string | undefined): string {
    for (let number = 1;; number++) {
      if (taken.has(number)) continue;
      const path = join(directory, String(number).padStart(4, "0"));
      const known = textOf(`${path}.prompt.txt`);
      if (known !== undefined && known !== prompt) continue;
      const knownDraw = textOf(`${path}.draw.txt`);
      if (known === undefined && knownDraw === undefined) {
        // The prompt last: a draw alone, of a process that was killed between the two, is passed over.
        if (draw !== undefined) Deno.writeTextFileSync(`${path}.draw.txt`, draw);
        Deno.writeTextFileSync(`${path}.prompt.txt`, prompt);
      } else if (known === undefined || knownDraw !== draw) continue;
      taken.add(number);
      return path;
    }
  }

  return {
    name,
    price,
    async generate(request, { signal, draw } = {}) {
      signal?.throwIfAborted();
      const path = `${place(promptText(request), draw)}.answer.txt`;
      const end = clock.now() + deadlineMs;
      let last: string | undefined;
      for (;;) {
        const written = textOf(path);
        if (written !== undefined && written !== "" && written === last) {
          const text = written.replace(/\r?\n$/, "");
          const usage = estimateUsage(request, text, price);
          return { text, finishReason: "stop", usage, model: name };
        }
        last = written;
        if (clock.now() >= end) break;
        await clock.wait(pollMs, signal);
      }
      throw new ModelError(`No answer came in "${path}" within ${deadlineMs / 1_000} s`, {
        advice: "Write the answer to that file, and run it again; --model-timeout sets the time.",
      });
    },
  };
}

/** The messages of a request; of a single one its text alone. */
function promptText({ messages }: ModelRequest): string {
  const [only] = messages;
  if (messages.length === 1 && only !== undefined) return only.content;
  return messages.map(({ role, content }) => `[${role}]\n${content}\n`).join("\n");
}

/** The text of a file; undefined when there is none. */
function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
