/** Programs share frozen contexts: whatever one leaves behind, another finds nothing of it. */
import vm from "node:vm";
import { assert, assertEquals } from "@std/assert";
import { CompiledBodies } from "../../sandbox/compiled_bodies.ts";
import { KernelCall } from "../../sandbox/kernel_call.ts";
import { KernelProgram } from "../../sandbox/kernel_program.ts";
import { RealmContexts } from "../../sandbox/realm_contexts.ts";
import type { LoadReply } from "../../sandbox/wire.ts";
import { kernelText } from "../../src/code/sandbox/kernel_text.ts";
import { realmSettings, resolveLimits } from "../../src/code/sandbox/limits.ts";
import { openSandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { type Dice, seededDice } from "./random_program.ts";

const { realm } = await kernelText();

// The kernel's worker never returns to its event loop, which would report them; a test does.
globalThis.addEventListener("unhandledrejection", (event) => event.preventDefault());

const settings = realmSettings(resolveLimits());

/** A unit: its name, its code, and the units that it calls. */
interface TestUnit {
  readonly name: string;
  readonly code: string;
  readonly uses?: readonly string[];
  readonly isAuthors?: boolean;
}

/** A kernel of one process, without the process. */
class TestKernel {
  readonly #contexts = new RealmContexts(new vm.Script(realm));
  #count = 0;

  /** Loads a program; the last unit is its entry. */
  load(units: readonly TestUnit[]): { program: KernelProgram; entry: string; reply: LoadReply } {
    const entry = units.at(-1)?.name ?? "";
    const program = new KernelProgram({
      program: `program ${++this.#count}`,
      entry,
      settings,
      isWatched: false,
      isFreshEachCall: true,
      limitMs: 2_000,
      units: units.map(({ name, code, uses = [], isAuthors }) => ({
        id: name,
        realm: isAuthors ? `author ${name}` : "candidate",
        entry: name,
        code: `"use strict";${code}\nreturn { ${name} };`,
        uses: uses.map((unit) => [unit, { kind: "unit", unit }]),
        libraries: {},
      })),
    }, this.#contexts);
    return { program, entry, reply: program.load(2_000) };
  }
}

function call({ program, entry }: ReturnType<TestKernel["load"]>, limitMs = 2_000): string {
  const request = {
    program: "",
    name: entry,
    argsList: "[[7]]",
    count: 1,
    seed: 1,
    recordsCalls: true,
    itemLimitMs: limitMs,
    limitMs: 2 * limitMs,
  };
  return new KernelCall(program, request, { send() {}, waitForAnswer: () => undefined }).run();
}

/** Notices random numbers, matches and lines that are not its own. */
const honest: TestUnit = {
  name: "f",
  code: `async function f() { await 0; console.log("mine"); return [Math.random(), RegExp.$1]; }`,
};

const leftovers: Readonly<Record<string, readonly TestUnit[]>> = {
  "a failed call whose top level fails in other realms": [{
    name: "f",
    code: `if (!Object.isFrozen(Math)) throw new Error("top");
      function f() { Promise.resolve().then(() => { console.log("late"); Math.random(); }); throw new Error("f"); }`,
  }],
  "a promise that never settles, through two realms": [
    {
      name: "g",
      code:
        `async function g() { for (;;) { await 0; console.log("late"); Math.random(); if (Math.random() < 0.1) break; } await new Promise(() => {}); }`,
    },
    { name: "h", code: `async function h({ g }) { await g(); }`, uses: ["g"], isAuthors: true },
    { name: "f", code: `async function f({ h }) { await h(); }`, uses: ["h"] },
  ],
  "an endless microtask": [{
    name: "f",
    code: `function f() { Promise.resolve().then(() => { for (;;); }); return 1; }`,
  }],
};

for (const [what, units] of Object.entries(leftovers)) {
  Deno.test(`a program finds nothing of ${what}`, () => {
    const kernel = new TestKernel();
    const innocent = kernel.load([honest]);
    const before = call(innocent);
    call(kernel.load(units), 100);
    assertEquals(call(innocent), before);
    assertEquals(call(kernel.load([honest])), before);
  });
}

Deno.test("a call whose leftovers never end runs out of time", () => {
  const [unit] = leftovers["an endless microtask"] ?? [];
  const reply = JSON.parse(call(new TestKernel().load(unit ? [unit] : []), 100));
  assertEquals(reply.map(({ kind }: { kind: string }) => kind), ["timeout"]);
});

Deno.test("a frozen object takes no private fields, in which a call could leave memory", async () => {
  await using sandbox = await openSandbox({ realmLife: "call" });
  const loaded = await sandbox.load({
    source: `class Given { constructor(o: object) { return o; } }
      class Stamp extends Given { #kept = 1; }
      export function f(): string { try { new Stamp(Math); return "kept"; } catch { return "refused"; } }`,
  });
  assert(loaded.kind === "loaded");
  const result = await loaded.unit.call("f", []);
  assertEquals(result.kind === "value" && result.value, "refused");
});

/** The author's code with ways to keep a count, and the code of a candidate that it calls. */
const counting = (candidate: string): readonly TestUnit[] => [
  { name: "g", code: candidate },
  {
    name: "f",
    uses: ["g"],
    isAuthors: true,
    code:
      `let kept = 0; class Kept { static n = 0; static #m = 0; static next() { return ++Kept.#m; } }
      const tag = (parts) => parts;
      function f({ g }, n) {
        const parts = tag\`x\`;
        f.n = (f.n ?? 0) + 1; /x/g.lastIndex = 1; try { parts.n = 1; } catch {}
        return [++kept, ++Kept.n, Kept.next(), f.n, parts.n ?? 0, /x/g.lastIndex, g(n)];
      }`,
  },
];

Deno.test("programs with the same code find nothing of each other", () => {
  const kernel = new TestKernel();
  const programs = [1, 2].map(() => kernel.load(counting(`function g(n) { return -n; }`)));
  for (const program of [...programs, ...programs]) {
    assertEquals(JSON.parse(call(program))[0].value, [1, 1, 1, 1, 0, 0, -7]);
  }
});

Deno.test("code that programs share is compiled once", () => {
  const { compileFunction } = vm;
  let compiled = 0;
  vm.compileFunction = (...given: Parameters<typeof compileFunction>) => {
    compiled++;
    return compileFunction(...given);
  };
  try {
    const kernel = new TestKernel();
    const values = [1, 2, 3].map((factor) => {
      const program = kernel.load(counting(`function g(n) { return ${factor} * n; }`));
      return JSON.parse(call(program))[0].value.at(-1);
    });
    assertEquals(values, [7, 14, 21]);
    assertEquals(compiled, 4);
  } finally {
    vm.compileFunction = compileFunction;
  }
});

Deno.test("a context keeps the code that was used last", () => {
  const bodies = new CompiledBodies();
  const compiled: string[] = [];
  const get = (code: string) => bodies.get(code, () => () => compiled.push(code));
  const kept = get("kept");
  for (let number = 0; number < 100; number++) {
    get(`code ${number}`);
    assertEquals(get("kept"), kept);
  }
  const large = "x".repeat(3_000_000);
  assert(get(large) !== get(large), "too large to be kept");
  assert(get("kept") !== kept, "it made room");
});

/** Statements of a unit that may call another one. */
function body(dice: Dice, callee?: string): string {
  const own = [
    `await 0;`,
    `Promise.resolve().then(() => { console.log("late"); Math.random(); });`,
    `(async () => { for (let i = 0; i < 5; i++) await 0; console.log("late"); Math.random(); })();`,
    `if (Object.isFrozen(Math)) throw new Error("frozen");`,
    `if (Object.isFrozen(Math)) await new Promise(() => {});`,
    `/(s)/.exec("s");`,
  ];
  const calls = callee === undefined ? [] : [
    `uses.${callee}(n);`,
    `await uses.${callee}(n);`,
    `uses.${callee}(n).then?.(() => console.log("late"));`,
    `try { await uses.${callee}({ n }); } catch {}`,
  ];
  const all = [...own, ...calls, ...calls];
  const ends = ["", "return 1;", "return new Promise(() => {});"];
  return Array.from({ length: 1 + dice(4) }, () => all[dice(all.length)]).join(" ") + ends[dice(3)];
}

Deno.test("a program finds nothing of 300 random programs of three realms", () => {
  const dice = seededDice(1);
  const kernel = new TestKernel();
  const innocent = kernel.load([honest]);
  const before = call(innocent);
  for (let round = 0; round < 300; round++) {
    const top = dice(3) === 0 ? `if (!Object.isFrozen(Math)) throw new Error("top");` : "";
    const units: TestUnit[] = [
      { name: "g", code: `${top} async function g(n) { ${body(dice)} }` },
      {
        name: "h",
        code: `async function h(uses, n) { ${body(dice, "g")} }`,
        uses: ["g"],
        isAuthors: true,
      },
      { name: "f", code: `async function f(uses, n) { ${body(dice, "h")} }`, uses: ["h"] },
    ];
    const program = kernel.load(units);
    if (program.reply.kind === "loaded") call(program);
    assertEquals(call(innocent), before, JSON.stringify(units, null, 2));
  }
});
