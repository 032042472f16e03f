/**
 * Attacks that succeed, because this host helps them: each touches one thing that the suite must notice.
 *
 * @module
 */
import { join } from "node:path";
import type { Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { type Attack, parseAttack } from "./attack.ts";
import type { TargetAddresses } from "../../../src/code/sandbox/probes/probe_targets.ts";
import type { End } from "./run_attack.ts";

const held: End = { kind: "value", said: "held", everything: "held", offspring: [] };

type Effect = (
  aim: TargetAddresses,
  sandbox: Sandbox,
) => Partial<End> | void | Promise<Partial<End> | void>;

/** Undoes the last effect. */
let undo = (): void => {};

/** Effects by the fault that the suite must report. */
const effects: Readonly<Record<string, Effect>> = {
  "files changed": ({ file }) => Deno.writeTextFileSync(file, "PWNED"),
  "files changed: one more": ({ directory }) =>
    Deno.writeTextFileSync(join(directory, "more.txt"), "PWNED"),
  "the environment changed": ({ env }) => Deno.env.set(env, "PWNED"),
  "the socket was reached": async ({ port }) => {
    using connection = await Deno.connect({ port, hostname: "127.0.0.1" });
    await connection.read(new Uint8Array(1));
  },
  "the secret came out": ({ file }) => ({ everything: Deno.readTextFileSync(file) }),
  "globals or prototypes changed": () => {
    Object.defineProperty(Object.prototype, "polluted", { configurable: true, value: "PWNED" });
    undo = () => Reflect.deleteProperty(Object.prototype, "polluted");
  },
  "a built-in function was replaced": () => {
    const { push } = Array.prototype;
    Array.prototype.push = function (...items) {
      return Reflect.apply(push, this, items);
    };
    undo = () => Array.prototype.push = push;
  },
  "it ended by timeout": () => ({ kind: "timeout" }),
  "it ended by value: ESCAPED": () => ({ said: "ESCAPED" }),
  "it started processes": () => ({ offspring: [1] }),
  "processes are left": () => {
    const child = new Deno.Command("sleep", { args: ["60"] }).spawn();
    undo = () => child.kill("SIGKILL");
  },
  "its state was": (_, sandbox) => {
    // The process is killed while the sandbox still reports its id.
    const { pid } = sandbox;
    const own = Object.getOwnPropertyDescriptor(sandbox, "pid");
    if (pid === undefined || own === undefined) return;
    Object.defineProperty(sandbox, "pid", { configurable: true, value: pid });
    undo = () => Object.defineProperty(sandbox, "pid", own);
    Deno.kill(pid, "SIGKILL");
  },
};

/** One attack for each effect. */
export const positiveControls: readonly Attack[] = Object.keys(effects).map((name) =>
  parseAttack("realm", name, `// Tries ${name}\n// Comes back: value /^held$/\n`)
);

/** Causes the effect of a positive control. */
export async function simulate(
  { name }: Attack,
  aim: TargetAddresses,
  sandbox: Sandbox,
): Promise<End> {
  undo();
  undo = () => {};
  return { ...held, ...await effects[name]?.(aim, sandbox) };
}

/** Undoes the last effect. */
export function undoLast(): void {
  undo();
}
