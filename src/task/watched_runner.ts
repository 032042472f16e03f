/**
 * A code runner for one evaluation: records console output and time-outs, and numbers the calls.
 *
 * @module
 */
import type { CallResult, ConsoleLine } from "../../sandbox/protocol.ts";
import { seedOf } from "../seeds.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../trace/code_runner.ts";

/** Maximum console lines of one report. */
const maxLines = 100;

/** Passes calls to a runner, which disposing of it does not close. */
export class WatchedRunner implements CodeRunner {
  readonly #runner: CodeRunner;
  readonly #seed: number;
  /** Number of calls of each function. */
  readonly #calls = new Map<string, number>();
  readonly #console: ConsoleLine[] = [];
  readonly #isProvisional: boolean;
  #isByClock = false;

  /**
   * @param runner runs the calls
   * @param seed of the evaluation; each call gets random numbers of its own
   * @param isProvisional whether code runs before its complete compilation
   */
  constructor(runner: CodeRunner, seed: number, isProvisional = false) {
    this.#isProvisional = isProvisional;
    this.#runner = runner;
    this.#seed = seed;
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
    const result = await this.#runner.run(this.#seeded(call));
    this.#note(result);
    return result;
  }

  async runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    const results = await this.#runner.runMany(this.#seeded(call), argsList);
    results.forEach((result) => this.#note(result));
    return results;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  /** Numbers calls of each function apart, so that parallel calls of two functions may start in any order. */
  #seeded<Call extends Omit<CodeCall, "args">>(given: Call): Call {
    const call = this.#isProvisional ? { ...given, isProvisional: true } : given;
    const { seed = this.#seed, program: { entry } } = call;
    if (seed !== this.#seed) return call; // the workflow chose it
    const number = this.#calls.get(entry) ?? 0;
    this.#calls.set(entry, number + 1);
    return { ...call, seed: seedOf(seed, entry, number) };
  }

  #note({ kind, console, trace }: CallResult): void {
    if (kind === "timeout" || kind === "crashed" || trace.isByClock) this.#isByClock = true;
    const room = maxLines - this.#console.length;
    if (room > 0 && console.length > 0) this.#console.push(...console.slice(0, room));
  }
}
