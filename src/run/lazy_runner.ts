/**
 * A code runner that is opened when first needed, so that nothing heavy loads before.
 *
 * @module
 */
import type { CodeRunner } from "../trace/code_runner.ts";

/** A runner that is opened by the first call that needs it. */
export function lazyRunner(open: () => Promise<CodeRunner>): CodeRunner {
  let opened: Promise<CodeRunner> | undefined;
  const runner = () => opened ??= open();
  return {
    prepare: async (program, options) => await (await runner()).prepare(program, options),
    run: async (call) => await (await runner()).run(call),
    runMany: async (call, argsList) => await (await runner()).runMany(call, argsList),
    async [Symbol.asyncDispose]() {
      await (await opened)?.[Symbol.asyncDispose]();
    },
  };
}
