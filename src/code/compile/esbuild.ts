/**
 * Loads esbuild-wasm at first use, once per process, and restarts it after a crash; its only importer.
 *
 * @module
 */
import type * as Esbuild from "esbuild-wasm";
import { outOfMemoryCode } from "../../../sandbox/limits.ts";

/** The part of esbuild that the compiler uses. Text that is nested too deeply rejects with a `RangeError`. */
export type EsbuildService = Pick<typeof Esbuild, "transform" | "build">;

let service: Promise<EsbuildService> | undefined;

/** The running service. It computes on this thread, which only a child process can afford. */
export function loadEsbuild(): Promise<EsbuildService> {
  return service ??= start();
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
