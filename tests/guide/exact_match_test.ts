import { assertEquals } from "@std/assert";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { exactMatch } from "../../src/guide/exact_match.ts";

/** The score of an output. */
async function score(expected: unknown, output: unknown): Promise<number | undefined> {
  const verdict = await exactMatch()({ input: 0, expected }, output);
  return typeof verdict === "number" ? verdict : verdict.score;
}

const a = () => ({ kind: "a" });
const b = () => ({ kind: "b" });
const c = () => ({ kind: "c" });
const bytes = (...items: number[]) => Uint8Array.of(...items).buffer;
const far = (message: string, cause?: unknown) =>
  new RangeError(message, cause === undefined ? {} : { cause });

const equal: readonly (readonly [string, unknown, unknown])[] = [
  ["Sets of records in another order", new Set([a(), b(), a()]), new Set([a(), a(), b()])],
  ["Sets of primitives and records", new Set([1, a(), NaN]), new Set([NaN, a(), 1])],
  ["Maps with records as keys", new Map([[a(), 1], [b(), 2]]), new Map([[b(), 2], [a(), 1]])],
  [
    "Maps whose equal keys have different values",
    new Map([[a(), 1], [a(), 2]]),
    new Map([[a(), 2], [a(), 1]]),
  ],
  ["buffers", [bytes(1, 2)], [bytes(1, 2)]],
  ["typed arrays with NaN", Float64Array.of(1, NaN), Float64Array.of(1, NaN)],
  ["nested errors", [far("x", far("y"))], [far("x", far("y"))]],
  ["invalid dates", new Date(NaN), new Date(NaN)],
  ["0 and -0", [0], [-0]],
  ["NaN", { n: NaN }, { n: NaN }],
  ["a pattern and its data", /a+/gi, new RegExpData("a+", "gi")],
];

for (const [what, expected, output] of equal) {
  Deno.test(`exactMatch() takes ${what} as equal`, async () => {
    assertEquals(await score(expected, output), 1);
    assertEquals(await score(output, expected), 1);
  });
}

const different: readonly (readonly [string, unknown, unknown])[] = [
  ["Sets of records with one of them twice", new Set([a(), b(), c()]), new Set([a(), a(), a()])],
  [
    "Maps of records with one of them twice",
    new Map([[a(), 1], [b(), 1]]),
    new Map([[a(), 1], [a(), 1]]),
  ],
  ["Maps with the values exchanged", new Map([[a(), 1], [b(), 2]]), new Map([[a(), 2], [b(), 1]])],
  ["buffers of other bytes", bytes(1, 2), bytes(1, 3)],
  ["buffers of other lengths", bytes(1, 2), bytes(1, 2, 3)],
  ["typed arrays of other types", Uint8Array.of(1), Int8Array.of(1)],
  ["typed arrays of other elements", Float32Array.of(1), Float32Array.of(2)],
  ["a typed array and its buffer", Uint8Array.of(1), bytes(1)],
  ["nested errors with other messages", [far("x")], [far("y")]],
  ["nested errors with other names", [far("x")], [new TypeError("x")]],
  ["nested errors with other causes", [far("x", 1)], [far("x", 2)]],
  ["a valid and an invalid date", new Date(0), new Date(NaN)],
  ["arrays that differ in holes at their end", Array(2), Array(3)],
  ["patterns with other flags", /a/g, new RegExpData("a", "i")],
];

for (const [what, expected, output] of different) {
  Deno.test(`exactMatch() tells ${what} apart`, async () => {
    assertEquals(await score(expected, output), 0);
    assertEquals(await score(output, expected), 0);
  });
}
