/**
 * The sandbox's own code as texts that import nothing, made of the modules in `sandbox/` when first needed.
 *
 * The modules come in as texts through the module graph, so they are there wherever this module was loaded from, and
 * without a permission. Bundling takes a quarter of a second, so the result is kept on disk by content hash where that
 * is allowed.
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
  /** An expression that completes to the exports of `sandbox/realm.ts`. */
  readonly realm: string;
}

/** Changes when the same modules are bundled differently. */
const recipe = 1;

let text: Promise<KernelText> | undefined;

/**
 * The texts, made at most once in a process.
 *
 * @throws {SandboxError} when they are not in the cache and the compiler cannot be started
 */
export function kernelText(): Promise<KernelText> {
  return text ??= make().catch((error) => {
    text = undefined;
    throw error;
  });
}

async function make(): Promise<KernelText> {
  const files = await readModules();
  const name = `kernel-${await hash(JSON.stringify([recipe, files]))}.json`;
  const cached = await readCached(name);
  if (cached !== undefined) return JSON.parse(cached); // written below
  const { bundle } = await import("../bundle.ts");
  const of = (name: string) => new URL(`../../../sandbox/${name}.ts`, import.meta.url).href;
  const [process, worker, realm] = await Promise.all([
    bundle(of("process"), { files, isMinified: true }),
    bundle(of("worker"), { files, isMinified: true, external: ["node:vm"] }),
    bundle(of("realm"), { files, isMinified: true, format: "body" }),
  ]);
  const made = { process, worker, realm: `(function () { "use strict"; ${realm} })()` };
  await writeCached(name, JSON.stringify(made));
  return made;
}

/** URL → text of every module that the bundles are made of. */
async function readModules(): Promise<Record<string, string>> {
  const modules = await Promise.all([
    import("../../../sandbox/crossing.ts", { with: { type: "text" } }),
    import("../../../sandbox/denied_permissions.ts", { with: { type: "text" } }),
    import("../../../sandbox/describe_thrown.ts", { with: { type: "text" } }),
    import("../../../sandbox/determinism.ts", { with: { type: "text" } }),
    import("../../../sandbox/frame.ts", { with: { type: "text" } }),
    import("../../../sandbox/kernel.ts", { with: { type: "text" } }),
    import("../../../sandbox/kernel_call.ts", { with: { type: "text" } }),
    import("../../../sandbox/kernel_program.ts", { with: { type: "text" } }),
    import("../../../sandbox/kernel_realm.ts", { with: { type: "text" } }),
    import("../../../sandbox/mailbox.ts", { with: { type: "text" } }),
    import("../../../sandbox/plain_data.ts", { with: { type: "text" } }),
    import("../../../sandbox/primordials.ts", { with: { type: "text" } }),
    import("../../../sandbox/print.ts", { with: { type: "text" } }),
    import("../../../sandbox/process.ts", { with: { type: "text" } }),
    import("../../../sandbox/realm.ts", { with: { type: "text" } }),
    import("../../../sandbox/realm_console.ts", { with: { type: "text" } }),
    import("../../../sandbox/recorder.ts", { with: { type: "text" } }),
    import("../../../sandbox/revived_error.ts", { with: { type: "text" } }),
    import("../../../sandbox/statement_probe.ts", { with: { type: "text" } }),
    import("../../../sandbox/tally.ts", { with: { type: "text" } }),
    import("../../../sandbox/wire.ts", { with: { type: "text" } }),
    import("../../../sandbox/worker.ts", { with: { type: "text" } }),
  ]);
  const names = [
    "crossing",
    "denied_permissions",
    "describe_thrown",
    "determinism",
    "frame",
    "kernel",
    "kernel_call",
    "kernel_program",
    "kernel_realm",
    "mailbox",
    "plain_data",
    "primordials",
    "print",
    "process",
    "realm",
    "realm_console",
    "recorder",
    "revived_error",
    "statement_probe",
    "tally",
    "wire",
    "worker",
  ];
  return Object.fromEntries(names.map((name, index) => [
    new URL(`../../../sandbox/${name}.ts`, import.meta.url).href,
    String(modules[index]?.default),
  ]));
}

async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 32);
}
