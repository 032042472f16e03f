/**
 * The source of the sandbox as bundled texts, made from the modules in `sandbox/` at first use.
 *
 * The modules are imported as texts, so they are part of the module graph and need no file permission, wherever
 * this module was loaded from. Bundling takes a quarter of a second, so the result is cached on disk by content
 * hash, if permitted.
 *
 * @module
 */
import { readCached, writeCached } from "./disk_cache.ts";

/** The three texts of the sandbox. */
export interface KernelText {
  /** Main module of the child process. */
  readonly process: string;
  /** Module of its worker. */
  readonly worker: string;
  /** An expression whose completion value is the exports of `sandbox/realm.ts`. */
  readonly realm: string;
}

/** Part of the cache key; increase it when bundling changes. */
const recipe = 2;

let text: Promise<KernelText> | undefined;

/**
 * The texts, made at most once per process.
 *
 * @throws {SandboxError} when they are not cached and the compiler cannot be started
 */
export function kernelText(): Promise<KernelText> {
  return text ??= make().catch((error) => {
    text = undefined;
    throw error;
  });
}

async function make(): Promise<KernelText> {
  const files = await kernelModules();
  const name = `kernel-${await hash(JSON.stringify([recipe, files]))}.json`;
  const cached = await readCached(name);
  if (cached !== undefined) return JSON.parse(cached); // written below
  const { sharedCompiler } = await import("../shared_compiler.ts");
  const compiler = sharedCompiler();
  const [process, worker, realm] = await Promise.all([
    compiler.bundle(urlOf("process"), { files, isMinified: true }),
    compiler.bundle(urlOf("worker"), { files, isMinified: true, external: ["node:vm"] }),
    compiler.bundle(urlOf("realm"), { files, isMinified: true, format: "body" }),
  ]);
  const made = {
    process,
    // Stacks would otherwise contain the worker's blob URL, which differs in each process.
    worker: `${worker}\n//# sourceURL=opto:kernel`,
    realm: `(function () { "use strict"; ${realm} })()`,
  };
  await writeCached(name, JSON.stringify(made));
  return made;
}

/** Every module in the bundles. The specifiers must be literals to be part of the module graph. */
const modules: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  call_counter: () => import("../../../sandbox/call_counter.ts", { with: { type: "text" } }),
  call_record: () => import("../../../sandbox/call_record.ts", { with: { type: "text" } }),
  callee: () => import("../../../sandbox/callee.ts", { with: { type: "text" } }),
  compiled_bodies: () => import("../../../sandbox/compiled_bodies.ts", { with: { type: "text" } }),
  crossing: () => import("../../../sandbox/crossing.ts", { with: { type: "text" } }),
  denied_permissions: () =>
    import("../../../sandbox/denied_permissions.ts", { with: { type: "text" } }),
  describe_thrown: () => import("../../../sandbox/describe_thrown.ts", { with: { type: "text" } }),
  determinism: () => import("../../../sandbox/determinism.ts", { with: { type: "text" } }),
  foreign_recorder: () =>
    import("../../../sandbox/foreign_recorder.ts", { with: { type: "text" } }),
  freeze_realm: () => import("../../../sandbox/freeze_realm.ts", { with: { type: "text" } }),
  frame: () => import("../../../sandbox/frame.ts", { with: { type: "text" } }),
  kernel: () => import("../../../sandbox/kernel.ts", { with: { type: "text" } }),
  kernel_call: () => import("../../../sandbox/kernel_call.ts", { with: { type: "text" } }),
  kernel_program: () => import("../../../sandbox/kernel_program.ts", { with: { type: "text" } }),
  kernel_realms: () => import("../../../sandbox/kernel_realms.ts", { with: { type: "text" } }),
  kernel_realm: () => import("../../../sandbox/kernel_realm.ts", { with: { type: "text" } }),
  limits: () => import("../../../sandbox/limits.ts", { with: { type: "text" } }),
  pending_messages: () =>
    import("../../../sandbox/pending_messages.ts", { with: { type: "text" } }),
  primordials: () => import("../../../sandbox/primordials.ts", { with: { type: "text" } }),
  print: () => import("../../../sandbox/print.ts", { with: { type: "text" } }),
  private_fields: () => import("../../../sandbox/private_fields.ts", { with: { type: "text" } }),
  process: () => import("../../../sandbox/process.ts", { with: { type: "text" } }),
  proxies: () => import("../../../sandbox/proxies.ts", { with: { type: "text" } }),
  realm: () => import("../../../sandbox/realm.ts", { with: { type: "text" } }),
  realm_calls: () => import("../../../sandbox/realm_calls.ts", { with: { type: "text" } }),
  realm_console: () => import("../../../sandbox/realm_console.ts", { with: { type: "text" } }),
  realm_units: () => import("../../../sandbox/realm_units.ts", { with: { type: "text" } }),
  realm_contexts: () => import("../../../sandbox/realm_contexts.ts", { with: { type: "text" } }),
  recorder: () => import("../../../sandbox/recorder.ts", { with: { type: "text" } }),
  revived_error: () => import("../../../sandbox/revived_error.ts", { with: { type: "text" } }),
  stack_traces: () => import("../../../sandbox/stack_traces.ts", { with: { type: "text" } }),
  statement_probe: () => import("../../../sandbox/statement_probe.ts", { with: { type: "text" } }),
  "value/decode": () => import("../../../sandbox/value/decode.ts", { with: { type: "text" } }),
  "value/encode": () => import("../../../sandbox/value/encode.ts", { with: { type: "text" } }),
  "value/kind": () => import("../../../sandbox/value/kind.ts", { with: { type: "text" } }),
  "value/limits": () => import("../../../sandbox/value/limits.ts", { with: { type: "text" } }),
  "value/read_containers": () =>
    import("../../../sandbox/value/read_containers.ts", { with: { type: "text" } }),
  "value/read_leaves": () =>
    import("../../../sandbox/value/read_leaves.ts", { with: { type: "text" } }),
  "value/reader": () => import("../../../sandbox/value/reader.ts", { with: { type: "text" } }),
  "value/refusal": () => import("../../../sandbox/value/refusal.ts", { with: { type: "text" } }),
  "value/reg_exp_data": () =>
    import("../../../sandbox/value/reg_exp_data.ts", { with: { type: "text" } }),
  "value/value_preview": () =>
    import("../../../sandbox/value/value_preview.ts", { with: { type: "text" } }),
  "value/write_containers": () =>
    import("../../../sandbox/value/write_containers.ts", { with: { type: "text" } }),
  "value/write_leaves": () =>
    import("../../../sandbox/value/write_leaves.ts", { with: { type: "text" } }),
  "value/writer": () => import("../../../sandbox/value/writer.ts", { with: { type: "text" } }),
  wire: () => import("../../../sandbox/wire.ts", { with: { type: "text" } }),
  worker: () => import("../../../sandbox/worker.ts", { with: { type: "text" } }),
};

/** URL → text of every module in the bundles. */
export async function kernelModules(): Promise<Record<string, string>> {
  const texts = Object.entries(modules).map(async ([name, load]) =>
    [urlOf(name), String((await load()).default)] as const
  );
  return Object.fromEntries(await Promise.all(texts));
}

function urlOf(name: string): string {
  return new URL(`../../../sandbox/${name}.ts`, import.meta.url).href;
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 32);
}
