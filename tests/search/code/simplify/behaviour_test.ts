import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { simplify } from "../../../../src/search/code/simplify/simplify.ts";
import { body, head, plainHead } from "./random_function.ts";

const numbers = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  5,
  15.3,
  16,
  18.3,
  20,
  -2.5,
  0.1,
  NaN,
  Infinity,
  -Infinity,
  1e308,
];

/** Everything that a call does: its result or error, what it logs, and what it leaves in its arguments. */
function traceOf(source: string, inputs: readonly unknown[]): unknown[] {
  const run: unknown = new Function(`${source}\nreturn f;`)();
  if (typeof run !== "function") throw new TypeError("Cannot run the source: it gave no function");
  const logged: unknown[] = [];
  const log = (value: unknown) => logged.push(value);
  const own = structuredClone(inputs);
  try {
    return [run(...own, log), logged, own];
  } catch (error) {
    return [`thrown: ${error instanceof Error ? error.name : error}`, logged, own];
  }
}

/** Equal for equal values alone: NaN equals NaN, and the zeros differ. */
function textOf(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      typeof inner === "number" && (!Number.isFinite(inner) || Object.is(inner, -0))
        ? `number ${Object.is(inner, -0) ? "-0" : inner}`
        : inner,
  ) ?? "undefined";
}

const inputs = fc.tuple(
  fc.constantFrom(...numbers),
  fc.constantFrom(...numbers),
  fc.boolean(),
  fc.constantFrom("u", "v", ""),
  fc.array(fc.constantFrom(...numbers), { maxLength: 3 }),
  fc.record({ x: fc.constantFrom(...numbers) }),
);

Deno.test("simplify() never changes what a function does", () => {
  fc.assert(
    fc.property(body, fc.array(inputs, { minLength: 8, maxLength: 8 }), (body, cases) => {
      const simple = simplify(`${head} ${body}`);
      const plain = simple.replace(head, plainHead);
      for (const one of cases) {
        assertEquals(
          textOf(traceOf(plain, one)),
          textOf(traceOf(`${plainHead} ${body}`, one)),
          `${body}\nbecame\n${simple}\nwith ${textOf(one)}`,
        );
      }
    }),
    { numRuns: Number(Deno.env.get("RUNS") ?? 400), seed: Number(Deno.env.get("SEED") ?? 7) },
  );
});

Deno.test("simplify() changes nothing when it is applied again", () => {
  fc.assert(
    fc.property(body, (body) => {
      const once = simplify(`${head} ${body}`);
      assertEquals(simplify(once), once);
    }),
    { numRuns: 100, seed: 8 },
  );
});
