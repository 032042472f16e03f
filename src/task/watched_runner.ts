/**
 * A code runner that records the console output and time-outs of its calls, for the report.
 *
 * @module
 */
import type { CallResult, ConsoleLine } from "../../sandbox/protocol.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../trace/code_runner.ts";

/** Maximum console lines of one report. */
const maxLines = 100;

/** Passes calls to a runner; disposing of it does not close that runner. */
export class WatchedRunner implements CodeRunner {
  readonly #runner: CodeRunner;
  readonly #console: ConsoleLine[] = [];
  #isByClock = false;

  /** @param runner runs the calls */
  constructor(runner: CodeRunner) {
    this.#runner = runner;
  }

  /** Console output of candidate code, the first lines. */
  get console(): readonly ConsoleLine[] {
    return this.#console;
  }

  /** Whether a call timed out or crashed its sandbox: the result may differ in another run. */
  get isByClock(): boolean {
    return this.#isByClock;
  }

  async prepare(
    program: Program,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Preparation> {
    const preparation = await this.#runner.prepare(program, options);
    if (preparation.kind === "refused" && preparation.isByClock) this.#isByClock = true;
    return preparation;
  }

  async run(call: CodeCall): Promise<CallResult> {
    const result = await this.#runner.run(call);
    this.#note(result);
    return result;
  }

  async runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    const results = await this.#runner.runMany(call, argsList);
    results.forEach((result) => this.#note(result));
    return results;
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #note({ kind, console, trace }: CallResult): void {
    if (kind === "timeout" || kind === "crashed" || trace.isByClock) this.#isByClock = true;
    const room = maxLines - this.#console.length;
    if (room > 0 && console.length > 0) this.#console.push(...console.slice(0, room));
  }
}
