/**
 * Probes of a broken layer: they start in the worker, or in the child's main thread.
 *
 * @module
 */
import type { ProbeLayer, SecurityProbe } from "./probe.ts";

const attempts: Readonly<Record<string, string>> = {
  "files are out of reach": `
read: () => Deno.readTextFileSync(aim.file), stat: () => Deno.statSync(aim.file),
write: () => Deno.writeTextFileSync(aim.directory + "/made", "x"), remove: () => Deno.removeSync(aim.file),
fetch: async () => (await fetch("file://" + aim.file)).text(),
import: async () => (await import("file://" + aim.file, { with: { type: "text" } })).default,
node: async () => (await import("node:fs")).readFileSync(aim.file)`,
  "the environment is out of reach": `
get: () => Deno.env.get(aim.env), all: () => Deno.env.toObject()`,
  "the network is out of reach": `
connect: () => Deno.connect({ hostname: "127.0.0.1", port: aim.port }),
fetch: () => fetch("http://127.0.0.1:" + aim.port), listen: () => Deno.listen({ port: 0 })`,
  "packages are out of reach": `
npm: () => import("npm:" + "zod"), jsr: () => import("jsr:" + "@std/assert"), url: () => import("https:" + "//example.com/m.js")`,
  "no program starts": `
command: () => new Deno.Command(Deno.execPath()).outputSync(),
node: async () => (await import("node:child_process")).execSync("true")`,
  "no machine code loads": `dlopen: () => Deno.dlopen("libc.so.6", {})`,
  "nothing is kept for the next run": `
caches: async () => (await caches.open("x")).put("http://x/", new Response("x")),
local: () => localStorage.setItem("a", "b"), kv: () => Deno.openKv()`,
  "the host cannot be killed": `
kill: () => Deno.kill(aim.hostPid, "SIGKILL"), parent: () => Deno.kill(Deno.ppid, "SIGKILL")`,
};

function denied(layer: ProbeLayer): SecurityProbe[] {
  return Object.entries(attempts).map(([name, tries]) => ({
    name,
    layer,
    expected: "all denied",
    kinds: ["value"],
    pattern: /^held$/,
    source: `serve((aim) => tryAll({ ${tries} }));`,
  }));
}

/** All escape probes, in display order. */
export const escapeProbes: readonly SecurityProbe[] = [
  ...denied("worker"),
  {
    name: "a forged reply is not taken",
    layer: "worker",
    expected: "crash",
    kinds: ["crashed"],
    pattern: /not due/,
    source: `forge(() => reply("other", '[{"kind":"value","value":"forged"}]'));`,
  },
  {
    name: "the host is not called",
    layer: "worker",
    expected: "crash",
    kinds: ["crashed"],
    pattern: /not due/,
    source:
      `forge((id) => say({ id, type: "SET", path: ["constructor", "prototype", "x"], value: 1 }));`,
  },
  {
    name: "a giant frame is not read",
    layer: "worker",
    expected: "crash",
    kinds: ["crashed"],
    pattern: /a frame holds/,
    source: `forge(() => raw("", 0xffffffff));`,
  },
  {
    name: "a deaf loop is killed",
    layer: "worker",
    expected: "timeout",
    kinds: ["timeout"],
    pattern: /did not answer/,
    source: `forge(() => { Deno.addSignalListener("SIGTERM", () => {}); for (;;); });`,
  },
  ...denied("process"),
  {
    name: "a deaf loop is killed",
    layer: "process",
    expected: "timeout",
    kinds: ["timeout"],
    pattern: /did not answer/,
    source: `forge(() => { for (;;); });`,
  },
];
