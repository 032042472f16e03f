/**
 * The file in which answers of a person are kept, one JSON object per line.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { TaskError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { isRecord } from "../record.ts";
import type { TextJudgement } from "./text_guide.ts";

/** Answers by the key of their question; read at first use. */
export class AnswerFile {
  readonly path: string;
  #answers: Map<string, TextJudgement> | undefined;

  /** @param url of a file @throws {TaskError} when it is something else */
  constructor(url: string | URL) {
    const parsed = URL.parse(url);
    if (parsed?.protocol !== "file:") {
      throw new TaskError(`Cannot keep answers in "${url}": received no URL of a file`, {
        advice: 'Write import.meta.resolve("./answers.jsonl"): the file beside the task.',
      });
    }
    this.path = fileURLToPath(parsed);
  }

  /** The answer to a question; undefined without one. */
  get(key: string): TextJudgement | undefined {
    return this.#read().get(key);
  }

  /** Adds an answer, on disk when this returns. */
  add(key: string, { score, feedback }: TextJudgement): void {
    const line = `${JSON.stringify({ key, score, feedback })}\n`;
    try {
      Deno.writeTextFileSync(this.path, line, { append: true });
    } catch (cause) {
      throw this.#error(messageOf(cause), cause);
    }
    this.#read().set(key, { score, feedback });
  }

  #read(): Map<string, TextJudgement> {
    return this.#answers ??= new Map(
      this.#lines().map((line, i) => {
        const answer = answerIn(line);
        if (answer !== undefined) return answer;
        throw this.#error(`line ${i + 1} is no answer`);
      }),
    );
  }

  #lines(): readonly string[] {
    try {
      return Deno.readTextFileSync(this.path).split("\n").slice(0, -1);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) return [];
      throw this.#error(messageOf(cause), cause);
    }
  }

  #error(what: string, cause?: unknown): TaskError {
    return new TaskError(`Cannot keep answers in "${this.path}": ${what}`, {
      ...(cause === undefined ? {} : { cause }),
      advice: "Repair the file, or name another one.",
    });
  }
}

function answerIn(line: string): readonly [string, TextJudgement] | undefined {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return undefined; // the caller tells the line
  }
  if (!isRecord(data)) return undefined;
  const { key, score, feedback } = data;
  const isAnswer = typeof key === "string" && typeof score === "number" &&
    typeof feedback === "string";
  return isAnswer ? [key, { score, feedback }] : undefined;
}
