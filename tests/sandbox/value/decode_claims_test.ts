import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { decode, reasonOf } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import { claimLimits, inboundLimits, trustedLimits } from "../../../sandbox/value/limits.ts";
import { ValueRefusal } from "../../../sandbox/value/refusal.ts";

/** Reads text as the host reads what a child claims. */
const read = (text: string): unknown =>
  decode(JSON.parse(text), { limits: claimLimits, name: "value", compilesRegExps: false });

/** Reads text as a realm reads what the host wrote. */
const readCompiled = (text: string): unknown =>
  decode(JSON.parse(text), { limits: inboundLimits, name: "value", compilesRegExps: true });

/** The reason why a reader refuses a text. */
function refusalOf(text: string, reader = read): string {
  try {
    reader(text);
  } catch (thrown) {
    assert(thrown instanceof ValueRefusal, String(thrown));
    return reasonOf(thrown);
  }
  return "taken";
}

const refused: Readonly<Record<string, readonly string[]>> = {
  "value has an unknown tag": [
    `{"$":"function"}`,
    `{"$":"__proto__"}`,
    `{"$":"constructor"}`,
    `{"$":"Map","entries":[]}`,
    `{"$":1}`,
    `{"$":null}`,
    `{"$":{"$":"map"}}`,
    `{"$":["map"],"entries":[]}`,
    `{"$":"map","entries":[],"$":"twice"}`,
  ],
  "value has a hole outside of an array": [
    `{"$":"hole"}`,
    `{"a":{"$":"hole"}}`,
    `{"$":"set","items":[{"$":"hole"}]}`,
    `{"$":"map","entries":[[{"$":"hole"},1]]}`,
  ],
  "value has a reference to nothing": [
    `{"$":"ref"}`,
    `{"$":"ref","to":0}`,
    `[{"$":"ref","to":1},[]]`,
    `[[],{"$":"ref","to":2}]`,
    `[[],{"$":"ref","to":-1}]`,
    `[[],{"$":"ref","to":0.5}]`,
    `[[],{"$":"ref","to":1e999}]`,
    `[[],{"$":"ref","to":1e300}]`,
    `[[],{"$":"ref","to":"1"}]`,
    `[[],{"$":"ref","to":null}]`,
    `[[],{"$":"ref","to":[1]}]`,
    `[[],{"$":"ref","to":"__proto__"}]`,
    `[[],{"$":"ref","to":"length"}]`,
    `[{"$":"preview","type":"a","text":"b"},{"$":"ref","to":1}]`,
  ],
  "value is cyclic: it contains itself": [
    `[{"$":"ref","to":0}]`,
    `[{"$":"ref","to":-0}]`,
    `[[{"$":"ref","to":1}]]`,
    `{"a":{"b":{"$":"ref","to":0}}}`,
    `{"$":"map","entries":[[{"$":"ref","to":0},1]]}`,
    `{"$":"map","entries":[[1,{"$":"ref","to":0}]]}`,
    `{"$":"set","items":[{"$":"ref","to":0}]}`,
    `{"$":"bare","fields":{"a":{"$":"ref","to":0}}}`,
    `{"$":"record","fields":{"$":{"$":"ref","to":0}}}`,
    `{"$":"error","name":"Error","cause":{"$":"ref","to":0}}`,
    `{"$":"error","name":"Error","fields":{"a":{"$":"ref","to":0}}}`,
  ],
  "value has a broken Map entry": [
    `{"$":"map","entries":[1]}`,
    `{"$":"map","entries":[[]]}`,
    `{"$":"map","entries":[[1]]}`,
    `{"$":"map","entries":[[1,2,3]]}`,
    `{"$":"map","entries":[{"length":2}]}`,
    `{"$":"map","entries":[null]}`,
  ],
  'value has a tag without "entries"': [
    `{"$":"map"}`,
    `{"$":"map","entries":{}}`,
    `{"$":"map","__proto__":{"entries":[]}}`,
  ],
  'value has a tag without "items"': [`{"$":"set"}`, `{"$":"set","items":"ab"}`],
  'value has a tag without "fields"': [
    `{"$":"record"}`,
    `{"$":"record","fields":null}`,
    `{"$":"record","fields":[1]}`,
    `{"$":"bare","fields":1}`,
    `{"$":"error","name":"Error","fields":[1]}`,
    `{"$":"error","name":"Error","fields":null}`,
    `{"$":"error","name":"Error","fields":"a"}`,
  ],
  'value has a tag without "text"': [
    `{"$":"number"}`,
    `{"$":"number","text":1}`,
    `{"$":"bigint","text":1}`,
    `{"$":"preview","type":"a"}`,
  ],
  'value has a tag without "name"': [`{"$":"error"}`, `{"$":"error","name":1}`],
  'value has a tag without "message"': [`{"$":"error","name":"Error","message":1}`],
  'value has a tag without "source"': [`{"$":"regexp","flags":""}`],
  'value has a tag without "flags"': [`{"$":"regexp","source":"a"}`],
  'value has a tag without "type"': [`{"$":"preview","text":"a"}`, `{"$":"bytes","base64":""}`],
  'value has a tag without "base64"': [`{"$":"bytes","type":"Uint8Array"}`],
  "value has an unknown number": [`{"$":"number","text":"1"}`, `{"$":"number","text":"nan"}`],
  "value has a bigint that is no number": [
    `{"$":"bigint","text":""}`,
    `{"$":"bigint","text":"-"}`,
    `{"$":"bigint","text":"1.5"}`,
    `{"$":"bigint","text":"0x10"}`,
    `{"$":"bigint","text":" 1"}`,
    `{"$":"bigint","text":"--1"}`,
  ],
  "value has a date without a time": [
    `{"$":"date"}`,
    `{"$":"date","time":"1"}`,
    `{"$":"date","time":8640000000000001}`,
    `{"$":"date","time":-8640000000000001}`,
    `{"$":"date","time":1e999}`,
  ],
  "value has bytes of no known type": [
    `{"$":"bytes","type":"Function","base64":""}`,
    `{"$":"bytes","type":"__proto__","base64":""}`,
    `{"$":"bytes","type":"DataView","base64":""}`,
    `{"$":"bytes","type":"Uint16Array","base64":"AA=="}`,
    `{"$":"bytes","type":"Float64Array","base64":"AAAA"}`,
  ],
  "value has bytes that are not base64": [
    `{"$":"bytes","type":"Uint8Array","base64":"%"}`,
    `{"$":"bytes","type":"Uint8Array","base64":"A"}`,
  ],
  "value has a regular expression over the limit": [
    `{"$":"regexp","source":"a","flags":"dgimsuvyy"}`,
  ],
  "value has a symbol": [`{"$":"symbol","key":"a"}`],
  "value has a number that is not JSON": ["[1e999]", `{"a":-1e999}`],
  "value has an error with a second message": [
    `{"$":"error","name":"Error","message":"a","fields":{"message":{}}}`,
  ],
  "value has an error with a second name": [
    `{"$":"error","name":"Error","fields":{"name":1}}`,
  ],
  "value has an error with a second stack": [
    `{"$":"error","name":"Error","fields":{"stack":[]}}`,
  ],
  "value has an error with a second cause": [
    `{"$":"error","name":"Error","fields":{"cause":1}}`,
  ],
};

for (const [reason, texts] of Object.entries(refused)) {
  Deno.test(`decode() refuses claims for the reason: ${reason}`, () => {
    for (const text of texts) assertEquals(refusalOf(text), reason, text);
  });
}

Deno.test("decode() refuses a regular expression that does not compile, where it compiles any", () => {
  const text = `{"$":"regexp","source":"(","flags":"g"}`;
  const reason = "value has a regular expression that does not compile";
  assertEquals([refusalOf(text), refusalOf(text, readCompiled)], ["taken", reason]);
  assertEquals(readCompiled(`{"$":"regexp","source":"a","flags":"dgimsuy"}`), /a/dgimsuy);
  assertEquals(refusalOf(`{"$":"regexp","source":"a","flags":"dgimsuvy"}`), "taken");
});

Deno.test("decode() refuses what JSON cannot hold", () => {
  for (const value of [undefined, () => 1, Symbol("s"), 1n, NaN]) {
    let reason = "taken";
    try {
      decode(value, { limits: claimLimits, name: "value", compilesRegExps: false });
    } catch (thrown) {
      reason = reasonOf(thrown);
    }
    assert(reason.startsWith("value "), reason);
  }
});

Deno.test("decode() ignores fields that a tag does not have", () => {
  assertEquals(read(`{"$":"undefined","to":0,"x":{"$":"nothing"}}`), undefined);
  assertEquals(read(`{"$":"date","time":5,"fields":{"getTime":1}}`), new Date(5));
  const set = read(`{"$":"set","items":[1],"fields":{"size":9},"__proto__":{"has":1}}`);
  assertEquals(set, new Set([1]));
  assertEquals(Object.getPrototypeOf(set), Set.prototype);
});

Deno.test("decode() counts objects alone for references, in the order in which their text begins", () => {
  const value = read(
    `[{"$":"date","time":1},"text",{"$":"undefined"},{"$":"regexp","source":"a","flags":""},` +
      `{"$":"bytes","type":"Uint8Array","base64":"AQ=="},{"$":"set","items":[[]]},` +
      `{"$":"ref","to":1},{"$":"ref","to":2},{"$":"ref","to":3},{"$":"ref","to":4},{"$":"ref","to":5}]`,
  ) as unknown[];
  const [date, , , pattern, bytes, set, ...again] = value;
  assertEquals(again.length, 5);
  const item = [...set as Set<unknown>][0];
  assert([date, pattern, bytes, set, item].every((object, index) => object === again[index]));
});

Deno.test("decode() keeps keys that are names of Object.prototype as data", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "length"];
  const fields = names.map((name) => `"${name}":{"$":"map","entries":[]}`).join();
  for (const text of [`{${fields}}`, `{"$":"record","fields":{${fields}}}`]) {
    const value = read(text) as object;
    assertEquals(Object.getPrototypeOf(value), Object.prototype);
    assertEquals(Object.values(value), names.map(() => new Map()));
  }
  const bare = read(`{"$":"bare","fields":{${fields}}}`) as object;
  assertEquals([Object.getPrototypeOf(bare), Object.keys(bare)], [null, names]);
  const error = read(`{"$":"error","name":"__proto__","fields":{${fields}}}`) as Error;
  assertInstanceOf(error, Error);
  assertEquals([error.name, Object.keys(error)], ["__proto__", names]);
  assertEquals(({} as Record<string, unknown>).entries, undefined);
});

Deno.test("decode() gives errors the properties that errors have", () => {
  const error = read(
    `{"$":"error","name":"RangeError","message":"far","cause":1,"fields":{"code":2}}`,
  ) as RangeError & { code: number };
  assertInstanceOf(error, RangeError);
  assertEquals([error.message, error.cause, error.code], ["far", 1, 2]);
  assertEquals([error.stack, Object.keys(error)], ["RangeError: far", ["code"]]);
  assertEquals(Object.hasOwn(error, "name"), false);
  const silent = read(`{"$":"error","name":"Mine"}`) as Error;
  assertEquals([silent.stack, Object.hasOwn(silent, "message")], ["Mine", false]);
  assertEquals([silent.name, Object.hasOwn(silent, "cause")], ["Mine", false]);
});

Deno.test("decode() reads each number, date and buffer that encode() writes", () => {
  const rules = { limits: trustedLimits, name: "value", isExact: true };
  const values = [NaN, Infinity, -Infinity, -0, 0n, -5n, new Date(8.64e15), new Date(-8.64e15)];
  for (const value of values) assertEquals(read(encode(value, rules)), value);
  assertEquals(Number.isNaN((read(`{"$":"date","time":null}`) as Date).getTime()), true);
  const buffer = read(`{"$":"bytes","type":"ArrayBuffer","base64":"AQI="}`);
  assertEquals(buffer, new Uint8Array([1, 2]).buffer);
});

Deno.test("decode() refuses references that would nest deeper than the limit", () => {
  let text = "[[]";
  let last = 1;
  const levels = claimLimits.maxDepth - 10;
  for (let link = 0; link < 200; link++) {
    text += `,${"[".repeat(levels)}{"$":"ref","to":${last}}${"]".repeat(levels)}`;
    last += link === 0 ? 1 : levels;
  }
  assertEquals(refusalOf(`${text}]`), "value is nested deeper than 64 levels");
});

Deno.test("decode() refuses Maps and Sets of many bigints, whose hashes may be equal", () => {
  const bigInt = (index: number) => `{"$":"bigint","text":"${BigInt(index + 1) << 64n}"}`;
  const list = (count: number) => Array.from({ length: count }, (_, index) => bigInt(index));
  const over = "value is over the limit of 20000 entries of Maps and Sets";
  const set = (count: number) => `{"$":"set","items":[${list(count)}]}`;
  assertEquals([refusalOf(set(2_000)), refusalOf(set(2_001))], ["taken", over]);
  const map = (count: number) =>
    `{"$":"map","entries":[${list(count).map((key) => `[${key},1]`)}]}`;
  assertEquals([refusalOf(map(2_000)), refusalOf(map(2_001))], ["taken", over]);
});
