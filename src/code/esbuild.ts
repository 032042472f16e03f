/**
 * The one owner of esbuild-wasm: loaded when first asked for, once for the whole process, and started again after a
 * text has crashed it.
 *
 * @module
 */
import type * as Esbuild from "esbuild-wasm";
import { SandboxError } from "../errors.ts";

/** The part of esbuild that the compiler uses. A text that is nested too deeply for it rejects with a `RangeError`. */
export type EsbuildService = Pick<typeof Esbuild, "transform" | "build">;

/** A full specifier, for it resolves from a checkout and over http alike; a bare one does not. */
const wasm = "npm:esbuild-wasm@0.28.2/esbuild.wasm";

/**
 * esbuild may be initialised once per process, and a task and the command line may have loaded two copies of this
 * module: the service lives under a symbol that both know.
 */
const key = Symbol.for("opto.esbuild");
// The global object, seen as the holder of one more property.
const shared = globalThis as { [key]?: Promise<EsbuildService> | undefined };

/**
 * The running service. It lives in this process without a worker and keeps no program alive.
 *
 * @throws {SandboxError} when the WebAssembly module cannot be had; a later call tries again
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
  // This import also puts the package into the module graph, without which `wasm` does not resolve to a file.
  const [esbuild, response] = await Promise.all([
    import("esbuild-wasm/esm/browser.js"),
    Promise.resolve().then(() => fetch(import.meta.resolve(wasm))),
  ]);
  const wasmModule = await WebAssembly.compile(await response.arrayBuffer());
  await esbuild.initialize({ wasmModule, worker: false });

  let last: Promise<unknown> = Promise.resolve();

  /** One question at a time, so that a crash can be attributed to one of them. */
  function ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = last.then(() => within(question())).catch(async (error) => {
      if (error instanceof RangeError) {
        await esbuild.stop();
        await esbuild.initialize({ wasmModule, worker: false });
      }
      throw error;
    });
    last = answer.catch(() => {}); // the caller gets the error by `answer`
    return answer;
  }

  return {
    transform: (input, options) => ask(() => esbuild.transform(input, options)),
    build: (options) => ask(() => esbuild.build(options)),
  };
}

/** When it runs out of memory, the compiler never answers. */
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
