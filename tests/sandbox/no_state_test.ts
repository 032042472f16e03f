import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { openEvaluator } from "../../src/run/open_evaluator.ts";
import { defineTask } from "../../src/task/define_task.ts";
import type { Task } from "../../src/task/task.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { stateShapes } from "./state_shapes.ts";

const calls = 4;

/** Evaluates a candidate's `f` with equal inputs; `limit` is generous, because the machine may be busy. */
const task = defineTask({
  name: "state",
  agent: () => {
    const f = trainable(function f(n: number): unknown {
      return n;
    });
    return { f, forward: (n: number) => f(n) };
  },
  examples: { train: Array.from({ length: calls }, () => ({ input: 1 })) },
  guide: (_example, output) => typeof output === "number" ? output : -1,
  sandbox: { timeoutMs: 10_000 },
});

/** The evaluator that runs use. */
const evaluatorOf = (concurrency: number): Evaluator =>
  openEvaluator(task as unknown as Task, { // as: an agent fits its own examples
    options: {},
    settings: { seed: 1, concurrency },
    pipeline: {},
  });

/** What the calls gave: score, whether there was an error, and console lines. */
async function outcomes(evaluator: Evaluator, source: string): Promise<string[]> {
  const candidate = candidateOf({ f: source });
  const reports = await Promise.all(
    Array.from({ length: calls }, (_, index) =>
      evaluator.evaluate({
        candidate,
        example: { split: "train", index },
        seed: 1,
        isTraced: index % 2 === 0,
      })),
  );
  return reports.map(({ score, error, console }) =>
    JSON.stringify([score, error !== undefined, console])
  );
}

for (const concurrency of [1, 2, 4]) {
  Deno.test(`a candidate keeps nothing for its next call or another candidate, at concurrency ${concurrency}`, async () => {
    await using evaluator = evaluatorOf(concurrency);
    for (const [name, source] of Object.entries(stateShapes)) {
      for (const candidate of [source, `${source}\n// another candidate`]) {
        const seen = await outcomes(evaluator, candidate);
        assertEquals(seen, Array(calls).fill("[1,false,[]]"), name);
      }
    }
  });
}

/** Expressions of objects that all code of a realm shares. */
const shared = fc.constantFrom(
  ...`Object Function Array String Number Boolean Symbol BigInt Date RegExp Promise Proxy Map Set WeakMap
  WeakSet Error TypeError AggregateError ArrayBuffer DataView Uint8Array Iterator Reflect JSON Math Intl console
  parseInt encodeURIComponent (()=>{}) (async()=>{}) (function*(){}) [].values() [].map
  "".matchAll(/x/g) ""[Symbol.iterator]() new(Map)().entries() new(Set)().keys() new(Intl.Collator)()
  Iterator.from({next(){return{done:true}}}) [].values().filter(Boolean) Promise.resolve()`.split(
    /\s+/,
  ),
);

/** A walk from an object to one that it leads to. */
const walk = fc.array(
  fc.constantFrom(
    "Object.getPrototypeOf(Object(X))",
    "Object(X).constructor",
    "Object(X).prototype",
    "Object.getOwnPropertyDescriptor(Object(X), Reflect.ownKeys(Object(X))[#])?.get",
    "Object.getOwnPropertyDescriptor(Object(X), Reflect.ownKeys(Object(X))[#])?.set",
    "Object.getOwnPropertyDescriptor(Object(X), Reflect.ownKeys(Object(X))[#])?.value",
  ),
  { maxLength: 4 },
);

/** A way to count on an object `o` under a key `k`. */
const counting = fc.constantFrom(
  "o[k] = (Object.hasOwn(o, k) ? o[k] : 0) + 1; return o[k];",
  "const c = (Object.hasOwn(o, k) ? o[k] : 0) + 1; Object.defineProperty(o, k, { value: c, configurable: true, writable: true }); return c;",
  "const c = (Object.hasOwn(o, k) ? o[k] : 0) + 1; Reflect.set(o, k, c); return c;",
  "const c = Object.isExtensible(o) ? 1 : Object.isFrozen(o) ? 1 : 2; Reflect.preventExtensions(o); return c;",
  "const p = Object.getPrototypeOf(o); const c = p?.[k] === 1 ? 2 : 1; Reflect.setPrototypeOf(o, Object.create(p, { [k]: { value: 1 } })); return c;",
);

Deno.test("an evaluated candidate keeps nothing on any object that a realm shares", async () => {
  await using one = evaluatorOf(1);
  await using four = evaluatorOf(4);
  await fc.assert(
    fc.asyncProperty(
      shared,
      walk,
      fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }),
      counting,
      async (start, steps, keys, body) => {
        const path = steps.reduce(
          (text, step, index) => step.replaceAll("#", `${keys[index]}`).replaceAll("X", () => text),
          start,
        );
        const source = `function f(n: number): unknown {
          const o: any = ${path};
          if (typeof o !== "function" && (typeof o !== "object" || o === null)) return 0;
          const k = "kept";
          ${body}
        }`;
        const [first, ...others] = [
          ...await outcomes(one, source),
          ...await outcomes(four, source),
        ];
        for (const other of others) assertEquals(other, first, source);
      },
    ),
    { numRuns: 25 },
  );
});
