/**
 * Loads esbuild-wasm at first use, once per process, and restarts it after a crash; its only importer.
 *
 * @module
 */
import type * as Esbuild from "esbuild-wasm";
import { SandboxError } from "../errors.ts";

/** The part of esbuild that the compiler uses. Text that is nested too deeply rejects with a `RangeError`. */
export type EsbuildService = Pick<typeof Esbuild, "transform" | "build">;

/** A full specifier: it resolves from a checkout and over http; a bare one does not. */
const wasm = "npm:esbuild-wasm@0.28.2/esbuild.wasm";

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
    throw new SandboxError(`Cannot start the compiler from "${wasm}": ${String(cause)}`, {
      cause,
      advice: "Check that Deno may read its cache, or run once with network access.",
    });
  });
}

async function start(): Promise<EsbuildService> {
  // The import adds the package to the module graph; without it `wasm` does not resolve to a file.
  const [esbuild, response] = await Promise.all([
    import("esbuild-wasm/esm/browser.js"),
    Promise.resolve().then(() => fetch(import.meta.resolve(wasm))),
  ]);
  const wasmModule = await WebAssembly.compile(await response.arrayBuffer());
  await esbuild.initialize({ wasmModule, worker: false });

  let last: Promise<unknown> = Promise.resolve();

  /** Runs one request at a time, so that a crash can be attributed to a request. */
  function ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = last.then(() => within(question())).catch(async (error) => {
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
    transform: (input, options) => ask(() => esbuild.transform(input, options)),
    build: (options) => ask(() => esbuild.build(options)),
  };
}

/** After running out of memory the compiler never answers. */
const limitMs = 60_000;

async function within<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const reason = new RangeError(`Cannot compile: received no answer within ${limitMs} ms`);
  const timer = setTimeout(() => reject(reason), limitMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
