/**
 * One warm sandbox for all tests of a file, and a runner on it that keeps the calls it gets.
 *
 * @module
 */
import type { CallResult } from "../../sandbox/protocol.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../../src/trace/code_runner.ts";

/** Opened before the first test, so that no test starts a process that outlives it. */
export const sharedSandbox = openSandboxPool({ size: 1, spares: 0 });
await sharedSandbox.prepare({
  entry: "warm",
  units: [{
    id: "warm",
    kind: "trainable",
    entry: "warm",
    source: "export function warm() {}",
    original: "export function warm() {}",
    uses: {},
  }],
});
Deno.test.afterAll(() => sharedSandbox[Symbol.asyncDispose]());

/** Runs code in the shared sandbox. */
export class SharedRunner implements CodeRunner {
  /** Every call, newest last. */
  readonly calls: CodeCall[] = [];
  readonly #timeoutMs: number;

  /** @param timeoutMs of calls without a limit of their own */
  constructor(timeoutMs = 1_000) {
    this.#timeoutMs = timeoutMs;
  }

  prepare(program: Program): Promise<Preparation> {
    return sharedSandbox.prepare(program);
  }

  run(call: CodeCall): Promise<CallResult> {
    this.calls.push(call);
    return sharedSandbox.run({ timeoutMs: this.#timeoutMs, ...call });
  }

  runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    return Promise.all(argsList.map((args) => this.run({ ...call, args })));
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
