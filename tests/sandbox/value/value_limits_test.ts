import { assert, assertEquals } from "@std/assert";
import { decode } from "../../../sandbox/value/decode.ts";
import { encode, encodeList } from "../../../sandbox/value/encode.ts";
import {
  bigIntEntries,
  claimLimits,
  claimLimitsOf,
  inboundLimits,
  sampleLimits,
  treeLimits,
  trustedLimits,
  type ValueLimits,
} from "../../../sandbox/value/limits.ts";
import { ValueRefusal } from "../../../sandbox/value/refusal.ts";
import { replyLimits, requestLimits } from "../../../sandbox/limits.ts";

/** The values with nothing to keep but what a test sets. */
const free: ValueLimits = {
  maxChars: Infinity,
  maxExpandedChars: Infinity,
  maxDepth: Infinity,
  maxNodes: Infinity,
  maxEntries: Infinity,
  maxHoles: Infinity,
  maxTextChars: Infinity,
  maxBytes: Infinity,
  maxBigIntDigits: Infinity,
  maxRegExpChars: Infinity,
  hasReferences: true,
  hasCycles: true,
  hasSymbols: true,
};

const write = (value: unknown, limits: Partial<ValueLimits> = {}): string =>
  encode(value, { limits: { ...free, ...limits }, name: "value", isExact: false });

const read = (text: string, limits: Partial<ValueLimits> = {}): unknown =>
  decode(JSON.parse(text), {
    limits: { ...free, ...limits },
    name: "value",
    compilesRegExps: false,
  });

/** Whether a value is taken, or refused with a reason. */
function isTaken(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (thrown) {
    assert(thrown instanceof ValueRefusal, String(thrown));
    assert(thrown.reason.startsWith("value"), thrown.reason);
    return false;
  }
}

const items = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const nested = (levels: number): unknown => levels === 0 ? 1 : [nested(levels - 1)];
const bigInts = (count: number): bigint[] => items(count).map(BigInt);

/** A list whose last item is an object of some levels, and which shows it once more some levels down. */
function shared(levels: number, down: number): unknown {
  let again = nested(levels);
  const first = again;
  for (let level = 0; level < down; level++) again = [again];
  return [first, again];
}

type Numeric = Exclude<keyof ValueLimits, "hasReferences" | "hasCycles" | "hasSymbols">;

/** For each limit, values by the number that reaches it. */
const borders: readonly (readonly [Numeric, string, number, (size: number) => unknown])[] = [
  ["maxDepth", "lists", 5, nested],
  ["maxDepth", "records", 5, (n) => ({ a: nested(n - 1) })],
  ["maxDepth", "keys of a Map", 5, (n) => new Map([[nested(n - 1), 1]])],
  ["maxDepth", "values of a Map", 5, (n) => new Map([[1, nested(n - 1)]])],
  ["maxDepth", "items of a Set", 5, (n) => new Set([nested(n - 1)])],
  ["maxDepth", "causes", 5, (n) => Error("", { cause: nested(n - 1) })],
  ["maxDepth", "dates", 5, (n) => [[[n > 5 ? [[new Date(0)]] : [new Date(0)]]]]],
  ["maxDepth", "references", 9, (n) => shared(4, n - 5)],
  ["maxDepth", "references to flat lists", 9, (n) => shared(1, n - 2)],
  ["maxNodes", "items", 20, items],
  ["maxNodes", "items of several lists", 20, (n) => [items(9), items(n - 11)]],
  ["maxNodes", "fields", 20, (n) => Object.fromEntries(items(n).map((i) => [`a${i}`, i]))],
  ["maxNodes", "entries of a Map", 20, (n) => [...items(n - 3), new Map([[1, 2]])]],
  ["maxNodes", "items of a Set", 20, (n) => new Set(items(n))],
  ["maxNodes", "causes", 20, (n) => [...items(n - 2), Error("", { cause: 1 })]],
  ["maxEntries", "a Map", 20, (n) => new Map(items(n).map((i) => [i, i]))],
  ["maxEntries", "a Set", 20, (n) => new Set(items(n))],
  [
    "maxEntries",
    "several",
    20,
    (n) => [new Set(items(9)), new Map(items(n - 9).map((i) => [i, 0]))],
  ],
  [
    "maxEntries",
    "a Set of bigints",
    3 * bigIntEntries,
    (n) => new Set<unknown>([...bigInts(2), ...items(n - 20)]),
  ],
  [
    "maxEntries",
    "a Map with bigints as keys",
    3 * bigIntEntries,
    (n) => new Map<unknown, unknown>([...bigInts(2), ...items(n - 20)].map((key) => [key, 1n])),
  ],
  ["maxHoles", "holes", 7, (n) => Array(n)],
  ["maxHoles", "holes of several lists", 7, (n) => [Array(3), Array(n - 3)]],
  ["maxTextChars", "a string", 30, (n) => ["x".repeat(n)]],
  ["maxTextChars", "a key", 30, (n) => ({ ["x".repeat(n)]: 1 })],
  ["maxBytes", "bytes", 30, (n) => new Uint8Array(3 * Math.floor(n / 3) + (n > 30 ? 3 : 0))],
  ["maxBigIntDigits", "a bigint", 30, (n) => 10n ** BigInt(n - 1)],
  ["maxBigIntDigits", "a negative bigint", 30, (n) => -(10n ** BigInt(n - 1))],
  ["maxBigIntDigits", "a small bigint", 5, (n) => 10n ** BigInt(n - 1)],
  ["maxRegExpChars", "a pattern", 30, (n) => new RegExp("a".repeat(n))],
];

for (const [name, what, limit, make] of borders) {
  Deno.test(`encode() and decode() take ${what} that reach ${name}, and refuse more`, () => {
    for (const [size, expected] of [[limit, true], [limit + 1, false]] as const) {
      const value = make(size);
      const text = write(value);
      assertEquals(isTaken(() => write(value, { [name]: limit })), expected, `written ${size}`);
      assertEquals(isTaken(() => read(text, { [name]: limit })), expected, `read ${size}`);
    }
  });
}

const kinds: readonly unknown[] = [
  "text\n\u{1f600}",
  [],
  [1, -2.5, NaN, -0, true, false, null, undefined],
  [[], {}, [[1]]],
  Array(3),
  { a: 1, b: [2], c: {} },
  { $: 1 },
  Object.create(null),
  new Map<unknown, unknown>(),
  new Map<unknown, unknown>([[1, 2], [{}, [3]]]),
  new Set(),
  new Set([1, "two", 3n]),
  [12345678901234567890n, -1n],
  [Symbol.for("known")],
  new Date(12),
  new Date(NaN),
  /a\/b/gi,
  new Uint16Array([1, 2, 3]),
  new Uint8Array(5).buffer,
  Error("message", { cause: new RangeError() }),
  ((part) => [part, { part }])({ n: 1 }),
];

Deno.test("encode() counts each character that it writes", () => {
  for (const value of kinds) {
    const { length } = write(value);
    assertEquals(isTaken(() => write(value, { maxChars: length })), true, write(value));
    assertEquals(isTaken(() => write(value, { maxChars: length - 1 })), false, write(value));
  }
});

Deno.test("encode() counts each character that it writes exactly", () => {
  const error = Object.assign(new TypeError("m", { cause: [1] }), { status: 404, inner: {} });
  for (const value of [error, Object.assign(Object.create(null), { a: 1 }), [1, [2]]]) {
    const exact = (maxChars: number) =>
      encode(value, { limits: { ...free, maxChars }, name: "value", isExact: true });
    const { length } = exact(Infinity);
    assertEquals(isTaken(() => exact(length)), true);
    assertEquals(isTaken(() => exact(length - 1)), false, exact(Infinity));
  }
});

Deno.test("encodeList() counts each character that it writes", () => {
  for (const list of [[], [1], kinds]) {
    const rules = { limits: free, name: "value", isExact: false };
    const { length } = encodeList(list, rules);
    const within = (maxChars: number) =>
      isTaken(() => encodeList(list, { ...rules, limits: { ...free, maxChars } }));
    assertEquals([within(length), within(length - 1)], [true, false]);
  }
});

/** The least limit of characters with which a value is taken. */
function charsRead(text: string): number {
  let least = 0;
  while (!isTaken(() => read(text, { maxChars: least }))) least++;
  return least;
}

Deno.test("decode() counts no character that the text does not have", () => {
  for (const value of kinds) {
    const text = write(value);
    assert(charsRead(text) <= text.length, text);
  }
});

Deno.test("decode() counts the characters of strings, keys, commas and tags", () => {
  const counts: readonly (readonly [string, number])[] = [
    [`"12345"`, 7],
    ["[]", 1],
    ["[1,2,3]", 7],
    ["[null,true,false]", 16],
    [`["1","2"]`, 9],
    [`{"a":null,"bc":"d"}`, 19],
    [`{"$":"undefined"}`, 12],
    [`{"$":"bigint","text":"123"}`, 15],
    [`{"$":"number","text":"NaN"}`, 15],
    [`{"$":"symbol","key":"1234"}`, 16],
    [`{"$":"map","entries":[["1",null]]}`, 23],
    [`{"$":"set","items":["1","2"]}`, 20],
    [`{"$":"date","time":1}`, 12],
    [`{"$":"regexp","source":"abc","flags":"gi"}`, 17],
    [`{"$":"bytes","type":"Uint8Array","base64":"AAAA"}`, 26],
    [`{"$":"error","name":"E","message":"abc","cause":"d"}`, 19],
    [`{"$":"preview","type":"a","text":"bc"}`, 15],
    [`{"$":"bare","fields":{"a":"b"}}`, 21],
    [`[[],{"$":"ref","to":1}]`, 16],
  ];
  for (const [text, count] of counts) assertEquals(charsRead(text), count, text);
});

Deno.test("encode() and decode() count a shared object at each place where it stands", () => {
  const part = ["x".repeat(96)]; // 100 characters
  const value = [part, part, part];
  const text = write(value);
  const least = 100 + 200 + "[,,]".length + 2 * `{"$":"ref","to":1}`.length;
  const written = (maxExpandedChars: number) => isTaken(() => write(value, { maxExpandedChars }));
  // The last reference is checked before its own characters are counted.
  const counted = least - `{"$":"ref","to":1}`.length;
  assertEquals([written(counted), written(counted - 1)], [true, false]);
  const taken = (maxExpandedChars: number) => isTaken(() => read(text, { maxExpandedChars }));
  const readBefore = 4 + 100 + 2 * 12 + 2 * 100;
  assertEquals([taken(readBefore), taken(readBefore - 1)], [true, false]);
});

Deno.test("encode() writes a copy in each place where references are not allowed", () => {
  const part = { n: [1] };
  const limits = { hasReferences: false, hasCycles: false };
  assertEquals(
    write({ a: part, b: [part, part.n] }, limits),
    `{"a":{"n":[1]},"b":[{"n":[1]},[1]]}`,
  );
  assertEquals(isTaken(() => read(write([part, part]), limits)), false);
  const cyclic: unknown[] = [[]];
  (cyclic[0] as unknown[]).push(cyclic);
  assertEquals(isTaken(() => write(cyclic, limits)), false);
  let doubled: unknown = ["leaf"];
  for (let level = 0; level < 60; level++) doubled = [doubled, doubled];
  assertEquals(isTaken(() => write(doubled, { ...limits, maxChars: 1_000 })), false);
  assert(Number.isSafeInteger(treeLimits.maxChars));
});

Deno.test("decode() registers a symbol only where it may", () => {
  const text = write(Symbol.for("known"));
  assertEquals(read(text), Symbol.for("known"));
  assertEquals(isTaken(() => read(text, { hasSymbols: false })), false);
  assertEquals(isTaken(() => write(Symbol.for("known"), { hasSymbols: false })), false);
});

Deno.test("a value that contains itself may do so at the deepest level", () => {
  const cyclic: unknown[] = [[]];
  (cyclic[0] as unknown[]).push(cyclic);
  const text = write(cyclic, { maxDepth: 2 });
  const copy = read(text, { maxDepth: 2 }) as unknown[][];
  assert(copy[0]?.[0] === copy);
});

Deno.test("claims are trees within bounds, whatever limits are set; trusted values are not", () => {
  const claims = claimLimitsOf({ maxOutputChars: 12, maxDepth: 3 });
  assertEquals(claims, { ...claimLimits, maxChars: 12, maxDepth: 3 });
  for (const limits of [claims, sampleLimits]) {
    for (const [name, limit] of Object.entries(limits)) {
      if (typeof limit === "number") assert(Number.isSafeInteger(limit) && limit > 0, name);
    }
    assertEquals([limits.hasCycles, limits.hasSymbols], [false, false]);
  }
  assertEquals([trustedLimits.hasCycles, trustedLimits.hasSymbols], [true, true]);
  assertEquals([inboundLimits.hasCycles, inboundLimits.hasSymbols], [true, false]);
  assertEquals([treeLimits.hasCycles, treeLimits.hasReferences], [false, false]);
});

Deno.test("the limits are those that the documentation names", () => {
  assertEquals([claimLimits.maxEntries, bigIntEntries], [20_000, 10]);
  assertEquals([claimLimits.maxChars, claimLimits.maxExpandedChars], [1_000_000, 4_000_000]);
  assertEquals([claimLimits.maxDepth, claimLimits.maxNodes], [64, 1_000_000]);
  assertEquals([claimLimits.maxHoles, claimLimits.maxBytes], [10_000, 2_000_000]);
  assertEquals([claimLimits.maxBigIntDigits, claimLimits.maxRegExpChars], [20_000, 10_000]);
  assertEquals(claimLimits.maxTextChars, 2_000_000);
  assertEquals([trustedLimits.maxDepth, trustedLimits.maxHoles], [100, 100_000]);
  assertEquals([trustedLimits.maxBigIntDigits, trustedLimits.maxRegExpChars], [20_000, 10_000]);
  assertEquals(requestLimits, {
    maxFrameBytes: 16_777_216,
    maxArgsChars: 4_194_304,
    maxDataChars: 4_194_304,
    maxDataDepth: 64,
  });
  assertEquals(replyLimits, {
    maxReplyChars: 4_194_304,
    maxNoticeChars: 400,
    maxErrorNameChars: 200,
    maxErrorMessageChars: 4_000,
    maxErrorStackChars: 8_000,
    maxConsoleLineChars: 2_000,
    maxCallees: 1_024,
    maxSampleArgs: 32,
    maxSampleChars: 1_000,
    maxSampleDepth: 8,
    maxPrintedSampleChars: 150,
    maxStatementsPerUnit: 256,
    endingStatements: 32,
    maxLabelChars: 60,
    maxPrintedValueChars: 80,
    maxLocals: 24,
    maxPrivateClasses: 16,
  });
  assertEquals([sampleLimits.maxChars, sampleLimits.maxExpandedChars, sampleLimits.maxDepth], [
    1_000,
    1_000,
    8,
  ]);
});
