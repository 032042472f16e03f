/**
 * A task in a process of its own, beside those that attack.
 *
 * @module
 */
import type { Evaluator } from "../../../src/trainer/evaluator.ts";
import type { UntrustedTask } from "../../../src/untrusted/open_untrusted_task.ts";
import { evaluatorOf, firstReport, openText, taskText } from "../opened_task.ts";

/** Tells whether another job of the host goes on as before. */
export class Witness implements AsyncDisposable {
  readonly #task: UntrustedTask;
  readonly #evaluator: Evaluator;
  readonly #before: string;

  private constructor(task: UntrustedTask, evaluator: Evaluator, before: string) {
    this.#task = task;
    this.#evaluator = evaluator;
    this.#before = before;
  }

  /** Starts it. */
  static async open(): Promise<Witness> {
    const task = await openText(taskText(""));
    const evaluator = evaluatorOf(task);
    return new Witness(task, evaluator, await report(evaluator));
  }

  /** What it noticed, in words. */
  async noticed(): Promise<string[]> {
    try {
      const now = await report(this.#evaluator);
      return now === this.#before ? [] : [`another job's report changed: ${now}`];
    } catch (error) {
      return [`another job broke: ${error}`];
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#evaluator[Symbol.asyncDispose]();
    await this.#task[Symbol.asyncDispose]();
  }
}

async function report(evaluator: Evaluator): Promise<string> {
  const { durationMs: _, ...rest } = await firstReport(evaluator);
  return JSON.stringify(rest);
}
