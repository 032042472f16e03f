/**
 * Loads esbuild-wasm at first use, once per process, and restarts it after a crash; its only importer.
 *
 * @module
 */
import type * as Esbuild from "esbuild-wasm";
import { SandboxError } from "../../errors.ts";

/** The part of esbuild that the compiler uses. Text that is nested too deeply rejects with a `RangeError`. */
export type EsbuildService = Pick<typeof Esbuild, "transform" | "build">;

/**
 * esbuild may be initialized once per process, and two copies of this module may be loaded (by a task and by the
 * command line): the service is stored under a shared symbol.
 */
const key = Symbol.for("opto.esbuild");
// The global object with the service as a property.
const shared = globalThis as { [key]?: Promise<EsbuildService> | undefined };

/**
 * The running service. It runs in this process without a worker and does not keep the program alive.
 *
 * @throws {SandboxError} when the WebAssembly module cannot be loaded; a later call tries again
 */
export function loadEsbuild(): Promise<EsbuildService> {
  return shared[key] ??= start().catch((cause) => {
    shared[key] = undefined;
    throw new SandboxError(`Cannot start esbuild: ${String(cause)}`, { cause });
  });
}

async function start(): Promise<EsbuildService> {
  const [esbuild, { wasmModule }] = await Promise.all([
    import("esbuild-wasm/esm/browser.js"),
    import("./esbuild_wasm.js"),
  ]);
  await esbuild.initialize({ wasmModule, worker: false });

  let last: Promise<unknown> = Promise.resolve();

  /** Runs one request at a time, so that a crash can be attributed to a request. */
  function ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = last.then(question).catch(async (error) => {
      if (error instanceof RangeError) {
        await esbuild.stop();
        await esbuild.initialize({ wasmModule, worker: false });
      }
      throw error;
    });
    last = answer.catch(() => {}); // the caller handles the error of `answer`
    return answer;
  }

  return {
    transform: (input, options) => ask(() => orEnd(esbuild.transform(input, options))),
    build: (options) => ask(() => esbuild.build(options)),
  };
}

/** esbuild computes on this thread, so turns without an answer mean that it has stopped. */
const maxIdleTurns = 40;
const turnMs = 25;

/** What the host takes for a lack of memory. */
const outOfMemoryCode = 72;

/** After running out of memory esbuild never answers: ends the process. */
async function orEnd<T>(answer: Promise<T>): Promise<T> {
  let isAnswered = false;
  let idleTurns = 0;
  const watch = () => {
    if (isAnswered) return;
    if (++idleTurns > maxIdleTurns) Deno.exit(outOfMemoryCode);
    setTimeout(watch, turnMs);
  };
  setTimeout(watch, turnMs);
  try {
    return await answer;
  } finally {
    isAnswered = true;
  }
}
