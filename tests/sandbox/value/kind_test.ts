import { assert, assertEquals, assertThrows } from "@std/assert";
import { encode, encodeList } from "../../../sandbox/value/encode.ts";
import { trustedLimits } from "../../../sandbox/value/limits.ts";
import { ValueRefusal } from "../../../sandbox/value/refusal.ts";
import { isRegExpData, RegExpData } from "../../../sandbox/value/reg_exp_data.ts";
import { isPreview, ValuePreview } from "../../../sandbox/value/value_preview.ts";

const write = (value: unknown, isExact: boolean) =>
  encode(value, { limits: trustedLimits, name: "value", isExact });
const loose = (value: unknown) => write(value, false);
const exact = (value: unknown) => write(value, true);

/** The reason for which something is refused. */
function reasonFor(act: () => unknown): string {
  try {
    return `taken: ${act()}`;
  } catch (thrown) {
    assert(thrown instanceof ValueRefusal, String(thrown));
    return thrown.reason;
  }
}

const error = (fields: object) => Object.assign(Object.create(Error.prototype), fields);

Deno.test("encode() writes each kind of value as its tag says", () => {
  const both: readonly (readonly [unknown, string])[] = [
    ["\ud800", `"\\ud800"`],
    [-0, `{"$":"number","text":"-0"}`],
    [[NaN, Infinity], `[{"$":"number","text":"NaN"},{"$":"number","text":"Infinity"}]`],
    [undefined, `{"$":"undefined"}`],
    [null, "null"],
    [Array(2), `[{"$":"hole"},{"$":"hole"}]`],
    [[true, undefined], `[true,{"$":"undefined"}]`],
    [{ a: false, $: 1 }, `{"$":"record","fields":{"a":false,"$":1}}`],
    [new Map([[1, "a"], [2, "b"]]), `{"$":"map","entries":[[1,"a"],[2,"b"]]}`],
    [new Set([1, 2]), `{"$":"set","items":[1,2]}`],
    [new Date(7), `{"$":"date","time":7}`],
    [new Date(NaN), `{"$":"date","time":null}`],
    [new RegExpData("a", "g"), `{"$":"regexp","source":"a","flags":"g"}`],
    [new ValuePreview("a", "b"), `{"$":"preview","type":"a","text":"b"}`],
    [new Uint8Array([1]).buffer, `{"$":"bytes","type":"ArrayBuffer","base64":"AQ=="}`],
    [
      new Uint16Array([1, 2, 3]).subarray(1, 2),
      `{"$":"bytes","type":"Uint16Array","base64":"AgA="}`,
    ],
    [new RangeError("far"), `{"$":"error","name":"RangeError","message":"far"}`],
    [new Error("a", { cause: 1 }), `{"$":"error","name":"Error","message":"a","cause":1}`],
  ];
  for (const [value, text] of both) assertEquals([loose(value), exact(value)], [text, text]);
});

Deno.test("encode() keeps what a value has beside its items only where it is exact", () => {
  const values: readonly (readonly [unknown, string, string])[] = [
    [Object.create(null), "{}", `taken: {"$":"bare","fields":{}}`],
    [
      Object.assign(Object.create(null), { a: 1 }),
      `{"a":1}`,
      `taken: {"$":"bare","fields":{"a":1}}`,
    ],
    [Object.assign([1], { a: 1 }), "[1]", "value has properties beside its items"],
    [
      Object.assign(new Map(), { a: 1 }),
      `{"$":"map","entries":[]}`,
      "value has properties of its own",
    ],
    [
      Object.assign(new Set(), { a: 1 }),
      `{"$":"set","items":[]}`,
      "value has properties of its own",
    ],
    [
      Object.assign(new Date(1), { a: 1 }),
      `{"$":"date","time":1}`,
      "value has properties of its own",
    ],
    [
      Object.assign(new ArrayBuffer(0), { a: 1 }),
      `{"$":"bytes","type":"ArrayBuffer","base64":""}`,
      "value has properties of its own",
    ],
    [{ [Symbol("s")]: 1 }, "{}", "value has a symbol as a key"],
    [
      {
        get a() {
          return 1;
        },
      },
      `{"a":1}`,
      "value has a property that is not plain",
    ],
    [Object.defineProperty({}, "a", { value: 1 }), "{}", "value has a property that is not plain"],
    [
      Object.assign(/a/g, { lastIndex: 1 }),
      `{"$":"regexp","source":"a","flags":"g"}`,
      "value is a regular expression that was used or changed",
    ],
    [
      Object.assign(/a/g, { more: 1 }),
      `{"$":"regexp","source":"a","flags":"g"}`,
      "value is a regular expression that was used or changed",
    ],
    [
      new (class extends Map<number, number> {})([[1, 2]]),
      `{"$":"map","entries":[[1,2]]}`,
      "value is an instance of a class",
    ],
    [new (class extends Set {})([1]), `{"$":"set","items":[1]}`, "value is an instance of a class"],
    [new (class extends Array {})(), "[]", "value is an instance of a class"],
    [new (class extends Date {})(1), `{"$":"date","time":1}`, "value is an instance of a class"],
    [
      new (class extends RegExp {})("a"),
      `{"$":"regexp","source":"a","flags":""}`,
      "value is an instance of a class",
    ],
    [
      new (class extends Uint8Array {})(new Uint8Array([1]).buffer),
      `{"$":"bytes","type":"Uint8Array","base64":"AQ=="}`,
      "value is an instance of a class",
    ],
    [
      new (class extends ArrayBuffer {})(0),
      `{"$":"bytes","type":"ArrayBuffer","base64":""}`,
      "value is an instance of a class",
    ],
    [
      new (class Mine extends TypeError {})("m"),
      `{"$":"error","name":"TypeError","message":"m"}`,
      "value is an instance of a class",
    ],
    [
      new (class {
        a = 1;
      })(),
      `{"a":1}`,
      "value is an instance of a class",
    ],
    // Objects that only have the prototype of a kind.
    [error({ name: "E" }), `{"name":"E"}`, "value is an instance of a class"],
    [Object.create(Array.prototype), "{}", "value is an instance of a class"],
  ];
  for (const [value, text, reason] of values) {
    assertEquals([loose(value), reasonFor(() => exact(value))], [text, reason]);
  }
  assertThrows(() => loose(Object.create(Map.prototype)), TypeError);
  assertEquals(loose(Object.create(Uint8Array.prototype)), "{}");
});

Deno.test("encode() keeps names, messages and further properties of errors", () => {
  const named = Object.assign(new Error("m"), { name: "Mine" });
  const text = `{"$":"error","name":"Mine","message":"m"`;
  assertEquals([loose(named), exact(named)], [`${text}}`, `${text}}`]);
  const status = Object.assign(new Error("m"), { status: 404, inner: { a: 1 } });
  const plain = `{"$":"error","name":"Error","message":"m"`;
  const fields = `,"fields":{"status":404,"inner":{"a":1}}}`;
  assertEquals([loose(status), exact(status)], [`${plain}}`, `${plain}${fields}`]);
  assertEquals([loose(new Error()), exact(new Error())], [
    `{"$":"error","name":"Error","message":""}`,
    `{"$":"error","name":"Error"}`,
  ]);
  const nameless = Object.assign(new Error("m"), { name: 1 });
  assertEquals(loose(nameless), `{"$":"error","name":"Error","message":"m"}`);
  const odd = Object.assign(new Error(), { message: 1 });
  assertEquals(loose(odd), `{"$":"error","name":"Error"}`);
  assertEquals(reasonFor(() => exact(odd)), "value is an error whose message is no text");
  assertEquals(reasonFor(() => exact(nameless)), "value is an error whose name is no text");
  const getter = Object.defineProperty(new Error(), "message", { get: () => "m" });
  assertEquals(reasonFor(() => exact(getter)), "value is an error whose message is no text");
  const caused = Object.defineProperty(new Error("m"), "cause", { get: () => 5 });
  assertEquals(loose(caused), `{"$":"error","name":"Error","message":"m","cause":5}`);
  assertEquals(reasonFor(() => exact(caused)), "value is an error whose cause is a getter");
  const renamed = Object.assign(new TypeError(), { name: "Mine" });
  assertEquals(
    reasonFor(() => exact(renamed)),
    "value is an error with a name that is not its class's",
  );
  const same = Object.assign(new TypeError("m"), { name: "TypeError" });
  assertEquals(exact(same), `{"$":"error","name":"TypeError","message":"m"}`);
});

Deno.test("encode() refuses what has the brand of data without its texts", () => {
  const pattern = Object.assign(Object.create(RegExpData.prototype), { source: "a" });
  const reason = "value is a regular expression without a source";
  assertEquals(reasonFor(() => loose(pattern)), reason);
  assertEquals(
    reasonFor(() => loose(Object.assign(Object.create(RegExpData.prototype), { flags: "" }))),
    reason,
  );
  const preview = Object.assign(Object.create(ValuePreview.prototype), { type: "a" });
  assertEquals(reasonFor(() => loose(preview)), "value is a preview without a text");
  const text = Object.assign(Object.create(ValuePreview.prototype), { text: "a" });
  assertEquals(reasonFor(() => loose(text)), "value is a preview without a text");
  assertEquals([isRegExpData(pattern), isRegExpData(preview), isRegExpData({})], [
    true,
    false,
    false,
  ]);
  assertEquals([isPreview(preview), isPreview(pattern), isPreview({})], [true, false, false]);
  const { [Symbol.for("opto.regexp")]: regExp } = new RegExpData("a", "") as never;
  const { [Symbol.for("opto.preview")]: brand } = new ValuePreview("a", "b") as never;
  assertEquals<unknown>([regExp, brand], [true, true]);
});

Deno.test("encode() names the place of what it refuses", () => {
  const f = () => 1;
  const places: readonly (readonly [unknown, string])[] = [
    [f, "value"],
    [{ a: [0, { b: f }] }, "value.a[1].b"],
    [new Map([[[f], 1]]), "value.key[0]"],
    [new Map([[1, [f]]]), "value.get(…)[0]"],
    [new Set([{ a: f }]), "value.item.a"],
    [new Error("", { cause: [f] }), "value.cause[0]"],
    [[[1, 2], [3, f]], "value[1][1]"],
  ];
  for (const [value, place] of places) {
    assertEquals(reasonFor(() => loose(value)), `${place} is a function`);
  }
  const list = () =>
    encodeList([1, [f]], { limits: trustedLimits, name: "argument", isExact: false });
  assertEquals(reasonFor(list), "argument 2[0] is a function");
});

Deno.test("encodeList() writes each argument once", () => {
  const rules = { limits: trustedLimits, name: "argument", isExact: false };
  assertEquals(encodeList([], rules), "[]");
  assertEquals(encodeList([1, undefined, "a"], rules), `[1,{"$":"undefined"},"a"]`);
  const part = {};
  assertEquals(encodeList([part, [part]], rules), `[{},[{"$":"ref","to":1}]]`);
});
