import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decode, encode, NotPlain, revive } from "../../sandbox/plain_data.ts";

const limits = { maxChars: 1_000_000, maxDepth: 64 };

/** Everything that crosses, nested. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.integer(),
    fc.string({ unit: "binary" }),
    fc.boolean(),
    fc.bigInt(),
    fc.constantFrom(null, undefined, NaN, -0, Infinity, -Infinity),
    fc.date(),
    fc.uint8Array(),
    fc.float64Array(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string().filter((key) => key !== "__proto__"), tie("value"), { maxKeys: 4 }),
    fc.record({ $: tie("value"), v: tie("value") }),
    fc.array(fc.tuple(fc.string(), tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.array(fc.integer(), { maxLength: 4 }).map((items) => new Set(items)),
  ),
})).value;

Deno.test("decode() gives back what encode() was given, for any plain data", () => {
  fc.assert(
    fc.property(plain, (value) => assertEquals(decode(encode(value, limits)), value)),
    { numRuns: 1_000, seed: 1 },
  );
});

Deno.test("revive() takes any JSON without doing harm", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom(
        "map",
        "set",
        "date",
        "bytes",
        "record",
        "error",
        "regexp",
        "bigint",
        "number",
      ),
      (value, tag) => {
        try {
          revive(JSON.parse(JSON.stringify({ $: tag, v: value })), 32);
        } catch (error) {
          assert(error instanceof NotPlain || error instanceof SyntaxError, String(error));
        }
      },
    ),
    { numRuns: 1_000, seed: 1 },
  );
});

Deno.test("encode() keeps the kind of errors, expressions and buffers", () => {
  const error = decode(encode(new RangeError("far"), limits));
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message], ["RangeError", "far"]);
  assertEquals(decode(encode(/a\/b/gi, limits)), /a\/b/gi);
  assertEquals(
    decode(encode(new Uint8Array([1, 2]).buffer, limits)),
    new Uint8Array([1, 2]).buffer,
  );
  const part = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
  assertEquals(decode(encode(part, limits)), new Uint16Array([2, 3]));
});

Deno.test("encode() takes an instance as the record of its own properties, and holes as undefined", () => {
  class Point {
    constructor(readonly x: number) {}
    get twice(): number {
      return 2 * this.x;
    }
  }
  assertEquals(decode(encode(new Point(3), limits)), { x: 3 });
  // deno-lint-ignore no-sparse-arrays
  assertEquals(decode(encode([1, , 3], limits)), [1, undefined, 3]);
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a function", { a: [0, () => 1] }, "value.a[1] is a function"],
  ["a symbol", [Symbol("s")], "value[0] is a symbol"],
  ["a promise", Promise.resolve(), "value is a Promise"],
  ["a weak map", new WeakMap(), "value is a WeakMap"],
  ["a boxed number", Object(3), "value is a Number"],
  ["a generator", function* () {}(), "value is a Generator"],
  ["a view without a type", new DataView(new ArrayBuffer(1)), "value is a DataView"],
  ["a key named __proto__", JSON.parse('{"__proto__":1}'), 'value has a key named "__proto__"'],
  ["a huge array", Array(2 ** 31), "value has 2147483648 items, over the limit"],
];

for (const [what, value, reason] of refused) {
  Deno.test(`encode() refuses ${what} and says where it is`, () => {
    const error = assertThrows(() => encode(value, limits));
    assert(error instanceof NotPlain);
    assertEquals(error.reason, reason);
  });
}

Deno.test("encode() refuses what is beyond its limits before it is large", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  let doubled: unknown[] = ["x"];
  for (let level = 0; level < 40; level++) doubled = [doubled, doubled];
  for (const value of [cyclic, doubled, "x".repeat(2_000_000), new Uint8Array(2_000_000)]) {
    assert(assertThrows(() => encode(value, limits)) instanceof NotPlain);
  }
});
