import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decode, type DecodeRules, decodeText } from "../../../sandbox/value/decode.ts";
import { encode, encodeList, type EncodeRules } from "../../../sandbox/value/encode.ts";
import {
  claimLimits,
  inboundLimits,
  trustedLimits,
  type ValueLimits,
} from "../../../sandbox/value/limits.ts";
import { ValueRefusal } from "../../../sandbox/value/refusal.ts";
import { RegExpData } from "../../../sandbox/value/reg_exp_data.ts";
import { ValuePreview } from "../../../sandbox/value/value_preview.ts";

const rules: EncodeRules = { limits: claimLimits, name: "value", isExact: false };
const claims: DecodeRules = { limits: claimLimits, name: "value", compilesRegExps: false };

/** From a realm's text to the host's value. */
const received = (value: unknown) => decode(JSON.parse(encode(value, rules)), claims);

/** The reason for which something is refused. */
function reasonFor(act: () => unknown): string {
  const thrown = assertThrows(act);
  assert(thrown instanceof ValueRefusal, String(thrown));
  return thrown.reason;
}

const withLimits = (limits: Partial<ValueLimits>) => ({
  limits: { ...claimLimits, ...limits },
  name: "value",
  isExact: false,
  compilesRegExps: false,
});

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
    fc.sparseArray(tie("value"), { maxLength: 6 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
    fc.record({ $: tie("value"), v: tie("value") }),
    fc.record({ ["__proto__"]: tie("value") }),
    fc.array(fc.tuple(fc.string(), tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.array(fc.integer(), { maxLength: 4 }).map((items) => new Set(items)),
    tie("value").map((item) => [item, item]),
  ),
})).value;

Deno.test("decode() is the inverse of encode(), for any plain data", () => {
  const property = fc.property(plain, (value) => {
    const copy = received(value);
    assertEquals(copy, value);
    assertEquals(encode(copy, rules), encode(value, rules));
    assertEquals(decodeText(encode(value, rules)), value);
  });
  fc.assert(property, { numRuns: 1_000, seed: 1 });
});

/** JSON with tags in all places, right and wrong ones. */
const tagged = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 1, "text", [], {}),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.record({
      $: fc.constantFrom(
        ...["undefined", "hole", "number", "bigint", "symbol", "record", "bare", "map", "set"],
        ...["date", "regexp", "bytes", "error", "ref", "preview", "__proto__", "constructor"],
      ),
      text: fc.constantFrom("NaN", "-0", "12", "-", "", 1),
      fields: tie("json"),
      entries: fc.array(fc.array(tie("json"), { minLength: 2, maxLength: 2 }), { maxLength: 2 }),
      items: fc.array(tie("json"), { maxLength: 2 }),
      time: fc.constantFrom(null, 0, 1e300, "now"),
      source: fc.constantFrom("(", "a", 1),
      flags: fc.constantFrom("g", "uv", []),
      type: fc.constantFrom("Uint8Array", "Float64Array", "ArrayBuffer", "Function", null),
      base64: fc.constantFrom("AA==", "AAAAAAAAAAA=", "%", {}),
      name: fc.constantFrom("TypeError", "Mine", "__proto__", 1),
      cause: tie("json"),
      to: fc.constantFrom(-1, 0, 1, 2, 0.5, "0", "__proto__", null),
    }, { requiredKeys: ["$"] }),
  ),
})).json;

Deno.test("decode() makes a value of any JSON or refuses it, and pollutes nothing", () => {
  const property = fc.property(tagged, fc.boolean(), (json, compilesRegExps) => {
    try {
      decode(JSON.parse(JSON.stringify(json)), {
        limits: compilesRegExps ? inboundLimits : claimLimits,
        name: "value",
        compilesRegExps,
      });
    } catch (error) {
      assert(error instanceof ValueRefusal, String(error));
    }
    assertEquals(Object.keys(Object.prototype), []);
  });
  fc.assert(property, { numRuns: 2_000, seed: 1 });
});

Deno.test("encode() keeps the kind of errors and buffers", () => {
  const error = received(new RangeError("far", { cause: [1] }));
  assertInstanceOf(error, RangeError);
  assertEquals([error.name, error.message, error.cause], ["RangeError", "far", [1]]);
  class Mine extends TypeError {
    override name = "Mine";
  }
  const mine = received(new Mine("own"));
  assertInstanceOf(mine, Error);
  assertEquals([mine.name, mine.message, mine.stack], ["Mine", "own", "Mine: own"]);
  assertEquals(received(new Uint8Array([1, 2]).buffer), new Uint8Array([1, 2]).buffer);
  const part = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
  assertEquals(received(part), new Uint16Array([2, 3]));
});

Deno.test("encode() takes an instance as the record of its own properties", () => {
  class Point {
    constructor(readonly x: number) {}
    get twice(): number {
      return 2 * this.x;
    }
  }
  assertEquals(received(new Point(3)), { x: 3 });
});

Deno.test("decode() keeps a key named __proto__ as data", () => {
  const value = JSON.parse('{"__proto__":{"polluted":true},"$":1}');
  for (const copy of [received(value), decodeText(encode(value, rules))]) {
    assertEquals(Object.getPrototypeOf(copy), Object.prototype);
    assertEquals(Object.getOwnPropertyNames(copy), ["__proto__", "$"]);
    assertEquals((copy as { polluted?: boolean }).polluted, undefined);
  }
});

Deno.test("encode() writes an object once, and decode() gives the same object in each place", () => {
  const shared = { n: [1] };
  const copy = received({ a: shared, b: new Map([[shared, shared.n]]) }) as {
    a: typeof shared;
    b: Map<unknown, unknown>;
  };
  assert(copy.b.get(copy.a) === copy.a.n);
});

Deno.test("encodeList() counts objects across arguments, and names the one that is refused", () => {
  const shared = [1];
  const [a, b] = decodeText(encodeList([shared, { shared }], rules)) as [
    unknown,
    { shared: unknown },
  ];
  assert(a === b.shared);
  const argument = { ...rules, name: "argument" };
  const reason = reasonFor(() => encodeList([1, { f: [() => 1] }], argument));
  assertEquals(reason, "argument 2.f[0] is a function");
});

Deno.test("a value that contains itself crosses only where cycles are allowed", () => {
  const cyclic: Record<string, unknown> = { list: [] };
  (cyclic.list as unknown[]).push(cyclic);
  const text = encode(cyclic, { ...rules, limits: trustedLimits });
  const copy = decodeText(text) as { list: unknown[] };
  assert(copy.list[0] === copy);
  const reason = "value.list[0] is cyclic: it contains itself";
  assertEquals(reasonFor(() => encode(cyclic, rules)), reason);
  assertEquals(
    reasonFor(() => decode(JSON.parse(text), claims)),
    "value is cyclic: it contains itself",
  );
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a function", { a: [0, () => 1] }, "value.a[1] is a function"],
  ["a symbol", [Symbol("s")], "value[0] is a symbol"],
  ["a registered symbol", [Symbol.for("s")], "value[0] is a symbol"],
  ["a promise", Promise.resolve(), "value is a Promise"],
  ["a weak map", new WeakMap(), "value is a WeakMap"],
  ["a boxed number", Object(3), "value is a Number"],
  ["a generator", function* () {}(), "value is a Generator"],
  ["a view without a type", new DataView(new ArrayBuffer(1)), "value is a DataView"],
  ["a huge array", Array(2 ** 31), "value has 2147483648 items, over the limit"],
  ["a huge bigint", [10n ** 20_000n], "value[0] is a bigint of more than 20000 digits"],
  ["many holes", Array(100_000), "value[10000] is beyond the limit of 10000 holes"],
  [
    "a huge Set",
    new Set(Array(30_000).keys()),
    "value ends beyond the limit of 20000 entries of Maps and Sets",
  ],
  [
    "a huge pattern",
    new RegExp("a".repeat(20_000)),
    "value is a regular expression of 20000 characters, over the limit of 10000",
  ],
];

for (const [what, value, reason] of refused) {
  Deno.test(`encode() refuses ${what} and says where it is`, () => {
    assertEquals(reasonFor(() => encode(value, rules)), reason);
  });
}

Deno.test("encode() refuses values over its limits before their text is large", () => {
  let doubled: unknown[] = ["x"];
  for (let level = 0; level < 40; level++) doubled = [doubled, doubled];
  for (const value of [doubled, "x".repeat(2_000_000), new Uint8Array(2_000_000)]) {
    reasonFor(() => encode(value, rules));
  }
});

Deno.test("encode() does not let an array that lies about its length exceed the limit", () => {
  const items = Array(100_000).fill("x".repeat(40));
  const lengths = [-1, NaN, -Infinity, 1.5, 2 ** 33, "100000", {}, null];
  for (const length of lengths) {
    const proxy = new Proxy(items, {
      get: (target, key) => key === "length" ? length : Reflect.get(target, key),
    });
    const thrown = assertThrows(() => encode({ proxy }, withLimits({ maxChars: 1_000 })));
    assert(thrown instanceof ValueRefusal || thrown instanceof TypeError);
  }
});

Deno.test("decode() keeps every limit again, whatever the writer did", () => {
  const over: readonly (readonly [Partial<ValueLimits>, unknown])[] = [
    [{ maxChars: 100 }, Array(60).fill(1)],
    [{ maxChars: 100 }, { text: "x".repeat(100) }],
    [{ maxChars: 100 }, { ["k".repeat(100)]: 1 }],
    [{ maxDepth: 2 }, [[[1]]]],
    [{ maxDepth: 2 }, { $: "map", entries: [[[1], [[2]]]] }],
    [{ maxNodes: 10 }, [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]],
    [{ maxEntries: 2 }, { $: "set", items: [1, 2, 3] }],
    [{ maxHoles: 1 }, [{ $: "hole" }, { $: "hole" }]],
    [{ maxTextChars: 5 }, ["123456"]],
    [{ maxBytes: 2 }, { $: "bytes", type: "Uint8Array", base64: "AAAAAAAA" }],
    [{ maxBigIntDigits: 3 }, { $: "bigint", text: "12345" }],
    [{ maxRegExpChars: 3 }, { $: "regexp", source: "abcd", flags: "" }],
    [{ maxExpandedChars: 100 }, ["x".repeat(40), ...Array(3).fill({ $: "ref", to: 1 })]],
    [{ maxExpandedChars: 90 }, [["x".repeat(40)], { $: "ref", to: 1 }, { $: "ref", to: 1 }]],
    [{}, { $: "symbol", key: "known" }],
    [{}, { $: "date", time: 9e15 }],
    [{}, { $: "hole" }],
    [{}, [{ $: "ref", to: 0 }]],
    [{}, { $: "ref", to: "sizes" }],
  ];
  for (const [limits, json] of over) {
    const { length } = reasonFor(() =>
      decode(JSON.parse(JSON.stringify(json)), withLimits(limits))
    );
    assert(length > 0);
  }
  assertEquals(
    reasonFor(() => decode(JSON.parse("1e999"), claims)),
    "value has a number that is not JSON",
  );
});

Deno.test("decode() carries a regular expression as data, and compiles it only where it may", () => {
  const pattern = received(/a\/b/gi);
  assert(pattern instanceof RegExpData);
  assertEquals([pattern.source, pattern.flags, `${pattern}`], ["a\\/b", "gi", "/a\\/b/gi"]);
  assert(Object.isFrozen(pattern));
  assertEquals(decodeText(encode(pattern, rules)), /a\/b/gi);
});

Deno.test("encode() reads flags from the expression's slot, not from its own properties", () => {
  const pattern = /a/g;
  Object.defineProperty(pattern, "unicodeSets", { value: true });
  Object.defineProperty(pattern, "flags", { value: "v" });
  Object.defineProperty(pattern, "source", { value: "b" });
  assertEquals(encode(pattern, rules), '{"$":"regexp","source":"a","flags":"g"}');
});

Deno.test("encode() cannot be given tags through a proxy that hides a key", () => {
  const proxy = new Proxy({ $: "undefined" }, { has: () => false, getPrototypeOf: () => null });
  assertEquals(received(proxy), { $: "undefined" });
});

Deno.test("previews cross as previews", () => {
  const preview = new ValuePreview("function", "f() {…}");
  assertEquals(received([preview]), [preview]);
});
