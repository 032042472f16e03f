/** exactMatch() on random values of all kinds that the encoding carries, against a canonical text. */
import { assert, assertEquals, AssertionError } from "@std/assert";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { exactMatch } from "../../src/guide/exact_match.ts";
import { randomFrom } from "../../src/seeds.ts";
import { readValue, writeValue } from "../../src/trace/data/exact_value.ts";

type Random = () => number;

const below = (random: Random, limit: number) => Math.floor(random() * limit);
const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[below(random, items.length)] as Item; // as: no list is empty

const leaves: readonly (() => unknown)[] = [
  () => 0,
  () => -0,
  () => 1,
  () => NaN,
  () => Infinity,
  () => -Infinity,
  () => 0n,
  () => 1n,
  () => -(2n ** 70n),
  () => "",
  () => "0",
  () => "\ud800",
  () => "{}",
  () => true,
  () => null,
  () => undefined,
  () => new Date(0),
  () => new Date(5),
  () => new Date(NaN),
  () => new RegExpData("a+", "g"),
  () => new RegExpData("a+", "i"),
  () => new RegExpData("a", "g"),
  () => new ArrayBuffer(0),
  () => Uint8Array.of(1, 2).buffer,
  () => Uint8Array.of(1, 3).buffer,
  () => Uint8Array.of(1, 2),
  () => Int8Array.of(1, 2),
  () => Float64Array.of(0, NaN),
  () => Float64Array.of(-0, NaN),
  () => Float32Array.of(1.5),
  () => BigInt64Array.of(1n),
];

/** A random value; parts of it may be shared. */
function valueOf(random: Random, depth: number, shared: unknown[]): unknown {
  if (depth === 0 || random() < 0.2) return pick(random, leaves)();
  if (shared.length > 0 && random() < 0.15) return pick(random, shared);
  const part = () => valueOf(random, depth - 1, shared);
  const parts = Array.from({ length: below(random, 4) }, part);
  const made = containerOf(random, parts, part);
  if (random() < 0.3) shared.push(made);
  return made;
}

function containerOf(random: Random, parts: readonly unknown[], part: () => unknown): unknown {
  switch (below(random, 6)) {
    case 0:
      return [...parts];
    case 1: { // with a hole
      const list = [...parts];
      list.length += 1;
      list.push(part());
      return list;
    }
    case 2:
      return new Map(parts.map((key) => [key, part()]));
    case 3:
      return new Set(parts);
    case 4: {
      const kind = pick(random, [Error, TypeError, RangeError]);
      const options = random() < 0.5 ? { cause: part() } : {};
      const error = new kind(pick(random, ["", "x", "y"]), options);
      return random() < 0.3 ? Object.assign(error, { code: part() }) : error;
    }
    default: {
      const keys = ["a", "b", "0", "length", "__proto__"];
      const record = {};
      for (const value of parts) {
        const own = { value, writable: true, enumerable: true, configurable: true };
        Object.defineProperty(record, pick(random, keys), own);
      }
      return record;
    }
  }
}

/** A text that two values share exactly when they are equal by the rule of exactMatch(). */
function canonical(value: unknown): string {
  if (typeof value === "string") return `s${JSON.stringify(value)}`;
  if (typeof value === "bigint") return `i${value}`;
  if (typeof value === "number") return `n${value === 0 ? 0 : value}`;
  if (typeof value !== "object" || value === null) return `p${value}`;
  if (value instanceof Date) return `D${value.getTime()}`;
  if (value instanceof RegExpData) return `R${JSON.stringify([value.source, value.flags])}`;
  if (value instanceof ArrayBuffer) return `B${new Uint8Array(value)}`;
  if (ArrayBuffer.isView(value)) {
    const elements = value as unknown as Iterable<number | bigint>; // as: no DataView is made here
    return `${value.constructor.name}${Array.from(elements, canonical)}`;
  }
  if (value instanceof Map) {
    return `M<${[...value].map(([key, item]) => `${canonical(key)}=${canonical(item)}`).sort()}>`;
  }
  if (value instanceof Set) return `S<${[...value].map(canonical).sort()}>`;
  const keys = Object.keys(value).sort();
  const fields = keys.map((key) => `${JSON.stringify(key)}=${canonical(Reflect.get(value, key))}`);
  if (value instanceof Error) {
    return `E<${JSON.stringify([value.name, value.message])},${canonical(value.cause)},${fields}>`;
  }
  return Array.isArray(value) ? `[${value.length}:${fields}]` : `{${fields}}`;
}

/** A copy with fields and entries in another order, and with copies in place of shared parts. */
function reordered(value: unknown, random: Random): unknown {
  const again = (part: unknown) => reordered(part, random);
  const mixed = <Item>(items: Iterable<Item>): Item[] => {
    const rest = [...items];
    const order: Item[] = [];
    while (rest.length > 0) order.push(...rest.splice(below(random, rest.length), 1));
    return order;
  };
  if (value instanceof Map) {
    return new Map(mixed(value).map(([key, item]) => [again(key), again(item)]));
  }
  if (value instanceof Set) return new Set(mixed(value).map(again));
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && !Array.isArray(value)) return readValue(writeValue(value));
  const copy: object = Array.isArray(value) ? new Array(value.length) : {};
  for (const key of mixed(Object.keys(value))) {
    const own = { writable: true, enumerable: true, configurable: true };
    Object.defineProperty(copy, key, { ...own, value: again(Reflect.get(value, key)) });
  }
  return copy;
}

const guide = exactMatch();

async function isMatch(expected: unknown, output: unknown): Promise<boolean> {
  const verdict = await guide({ input: 0, expected: [expected] }, [output]);
  assert(typeof verdict === "object");
  return verdict.score === 1;
}

/** Prints the values only when it fails: that costs more than the guide. */
async function assertMatches(expected: unknown, output: unknown, isSame: boolean): Promise<void> {
  if (await isMatch(expected, output) !== isSame) {
    throw new AssertionError(Deno.inspect({ expected, output, isSame }, { depth: 9 }));
  }
}

Deno.test("exactMatch() takes every value as equal to itself encoded, decoded and in another order", async () => {
  for (let seed = 0; seed < 3_000; seed++) {
    const random = randomFrom(seed);
    const value = valueOf(random, 4, []);
    const decoded = readValue(writeValue(value));
    const other = reordered(value, random);
    assertEquals([canonical(decoded), canonical(other)], [canonical(value), canonical(value)]);
    for (const copy of [decoded, other]) {
      await assertMatches(value, copy, true);
      await assertMatches(copy, value, true);
    }
  }
});

Deno.test("exactMatch() tells values apart exactly when their canonical texts differ", async () => {
  const counts = { equal: 0, different: 0 };
  for (let seed = 0; seed < 3_000; seed++) {
    const random = randomFrom(seed);
    const depth = 1 + below(random, 3);
    const values = Array.from({ length: 6 }, () => valueOf(random, depth, []));
    const texts = values.map(canonical);
    for (const [at, one] of values.entries()) {
      for (const [otherAt, other] of values.entries()) {
        const isSame = texts[at] === texts[otherAt];
        counts[isSame ? "equal" : "different"]++;
        await assertMatches(one, other, isSame);
      }
    }
  }
  assert(counts.equal > 18_300 && counts.different > 50_000, Deno.inspect(counts));
});

Deno.test("exactMatch() tells a value from one that was drawn a little differently", async () => {
  /** The same numbers, except for one. */
  const tampered = (random: Random, place: number): Random => {
    let drawn = 0;
    return () => drawn++ === place ? (random() + 0.37) % 1 : random();
  };
  let different = 0;
  for (let seed = 0; seed < 5_000; seed++) {
    const one = valueOf(randomFrom(seed), 3, []);
    const other = valueOf(tampered(randomFrom(seed), seed % 31), 3, []);
    const isSame = canonical(one) === canonical(other);
    different += isSame ? 0 : 1;
    await assertMatches(one, other, isSame);
  }
  assert(different > 1_000 && different < 4_500, String(different));
});

Deno.test("exactMatch() gives the same verdict for values with equal encodings", async () => {
  for (let seed = 0; seed < 1_000; seed++) {
    const [one, other] = [seed, seed].map((same) => valueOf(randomFrom(same), 4, []));
    assertEquals(writeValue(one), writeValue(other));
    assert(await isMatch(one, other));
  }
});

Deno.test("exactMatch() compares large sets and maps of records in time that grows with their size", async () => {
  let compared = 0;
  /** A record that counts how often its field is read. */
  const record = (n: number) => ({
    get n(): number {
      compared++;
      return n;
    },
  });
  const size = 5_000;
  const numbers = Array.from({ length: size }, (_, n) => n);
  const expected = new Set(numbers.map(record));
  assert(await isMatch(expected, new Set(numbers.toReversed().map(record))));
  assert(!await isMatch(expected, new Set(numbers.map((n) => record(n + size)))));
  const map = (keys: readonly number[]) => new Map(keys.map((n) => [record(n), n]));
  assert(await isMatch(map(numbers), map(numbers.toReversed())));
  assert(compared < 30 * size, String(compared));
});
