/**
 * The attacks of `tests/sandbox/hostile/` as tasks of a stranger: each file is a module of the task, whose attack runs at the place
 * that an example names.
 *
 * @module
 */
import type { TargetAddresses } from "../../../src/code/sandbox/probes/probe_targets.ts";
import { openPackages } from "../../../src/stranger/packages.ts";
import { closedImports } from "../../../src/stranger/closed_imports.ts";
import type { TaskSource } from "../../../src/task/task_source.ts";
import type { Attack } from "../../sandbox/hostile/attack.ts";
import { describeIntrinsics } from "../../sandbox/hostile/intrinsics.ts";

/** Where the code of a task runs in its own process. */
export const ownPlaces = ["guide", "agent", "schema", "top level"] as const;

/** One of them, or where candidates of the task run. */
export type Place = typeof ownPlaces[number] | "candidate";

/** The functions that attacks on worker and process call. */
const prelude = `
/** Stands for import(), which no task may write; built-in modules are sought on all other ways. */
export async function load(specifier) {
  if (!specifier.startsWith("node:")) throw new TypeError("no such module");
  return globalThis.process?.getBuiltinModule(specifier) ?? globalThis.require?.(specifier) ?? {};
}
export function raw(text) { Deno.stdout.writeSync(new TextEncoder().encode(text)); }
export function say(message) { raw(JSON.stringify(message)); }
export function reply(id, value) { say({ id, type: "RAW", value }); }
export function outcome(id, fields) { reply(id, JSON.stringify([fields])); }
export function ready() { say({ type: "ready" }); }
export function read(length) { return Deno.stdin.readSync(new Uint8Array(length)); }
export const next = () => read(4);
export async function tryAll(attempts) {
  const open = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      const got = await attempt();
      open.push(name + (got === undefined ? "" : " gave " + String(got).slice(0, 80)));
    } catch { /* refused */ }
  }
  return open.length === 0 ? "held" : "ESCAPED: " + open.join("; ");
}
`;

/** The functions of the prelude, and its function for `import()`. */
const imports =
  `import { load, next, outcome, raw, read, ready, reply, say, tryAll } from "./prelude.ts";`;

/** The module of an attack without what is refused before it runs: `import()` becomes `load()`. */
function moduleOf({ layer, source }: Attack): string {
  const text = source.replaceAll(/(?<![\w.])import\(/g, "load(").replaceAll("import.meta", "({})");
  return `${imports}\n${layer === "realm" ? text : asFunction(text)}`;
}

/** An attack as a candidate, its imports included: a function of its own behind one of the task's signature. */
export function candidateText({ layer, source }: Attack): string {
  const text = layer === "realm" ? source : asFunction(source);
  const own = text.replaceAll(/\battack\b/g, "act").replace(
    "export async function",
    "async function",
  )
    .replace("export function", "function");
  const functions = layer === "realm" ? "" : prelude.replaceAll("export ", "");
  return `${own}${functions}\nexport function attack(aim: unknown): unknown {\n  return act(aim);\n}\n`;
}

/** Attacks on worker and process are programs, which begin here when they are called. */
function asFunction(program: string): string {
  return `export async function attack(aim) {
let program;
const serve = (given) => { program = given; };
const forge = (given) => { program = () => given("1", {}, aim); };
${program}
return await program?.(aim);
}
`;
}

/** Why an attack is refused before it runs; undefined when it would run. */
export function refusalOf(attack: Attack, text: string = moduleOf(attack)): string | undefined {
  try {
    for (const { path } of closedImports("attack.ts", text, openPackages)) {
      if (path !== undefined && path !== "prelude.ts") return `imports ${path}`;
    }
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** A task whose example N calls its only trainable function with the targets; its candidates are attacks. */
export function taskOfCandidates(aim: TargetAddresses): TaskSource {
  const text = `import { defineTask, trainable } from "@opto/opto";
const attack = trainable(function attack(aim: unknown): unknown { return "honest"; });
export default defineTask({
  name: "candidates",
  agent: () => ({ attack, forward: (aim: unknown) => attack(aim) }),
  examples: { train: [{ input: ${JSON.stringify(aim)}, expected: "expected of the guide" }] },
  sandbox: { timeoutMs: 80, memoryMb: 48 },
  guide: (_example, output: unknown) => ({
    score: output === "honest" ? 1 : 0,
    feedback: typeof output === "string" ? output : output instanceof Error ? output.message : typeof output,
  }),
});
`;
  return { files: { "task.ts": text }, entry: "task.ts" };
}

/** A task that runs these attacks: example N runs the attack N of `attacks` at `place`, the last one describes the process. */
export function taskOfAttacks(
  attacks: readonly Attack[],
  place: Place,
  aim: TargetAddresses,
): TaskSource {
  const files = attacks.map((attack, index) => [`a${index}.ts`, moduleOf(attack)] as const);
  return {
    files: {
      ...Object.fromEntries(files),
      "prelude.ts": prelude,
      "task.ts": entry(attacks, place, aim),
    },
    entry: "task.ts",
  };
}

function entry(attacks: readonly Attack[], place: Place, aim: TargetAddresses): string {
  return `import { defineTask, parameter } from "@opto/opto";
${attacks.map((_, index) => `import { attack as a${index} } from "./a${index}.ts";`).join("\n")}
const attacks = [${attacks.map((_, index) => `a${index}`).join()}];
const aim = ${JSON.stringify(aim)};
const place = ${JSON.stringify(place)};
const { setTimeout, Promise, Object, String } = globalThis;
${describeIntrinsics}
/** What an attack gives, or how it fails. */
async function run(index) {
  const late = new Promise((resolve) => setTimeout(resolve, 300, "waits"));
  try {
    return await Promise.race([attacks[index]({ ...aim }), late]);
  } catch (error) {
    return "threw " + (error instanceof Error ? error.message : typeof error);
  }
}
const done = [];
if (place === "top level") for (const index of attacks.keys()) done.push(await run(index));
let current = attacks.length;
let pending;
export default defineTask({
  name: "attacks",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return {
      x,
      forward: async (index) => {
        current = index;
        return place === "agent" && index < attacks.length ? await run(index) : x;
      },
    };
  },
  examples: { train: Array.from({ length: attacks.length + 1 }, (_, input) => ({ input, expected: "expected " + input })) },
  output: {
    "~standard": {
      version: 1,
      vendor: "attacks",
      validate(value) {
        if (place === "schema" && current < attacks.length) pending = run(current);
        return { value };
      },
    },
  },
  guide: async ({ input: index }, output) => {
    if (index === attacks.length) return { score: 0, feedback: describeIntrinsics() };
    if (place === "agent") return { score: 0, feedback: typeof output === "string" ? output : "" };
    const value = place === "top level" ? done[index] : place === "schema" ? await pending : await run(index);
    return typeof value === "string" ? { score: 0, feedback: value } : value;
  },
});
`;
}
