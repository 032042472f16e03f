/**
 * Prints any value in bounded length; never throws.
 *
 * @module
 */
import { isRegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { isPreview } from "../../sandbox/value/value_preview.ts";
import { valueKind } from "./value.ts";

/** Options of `printValue`. */
export interface PrintOptions {
  /**
   * Whether numbers have at most six significant digits, rows of single characters are written `[..."X.O"]`, and long lists
   * of consecutive whole numbers `[0, 1, …, 99]`. @default false
   */
  readonly isBrief?: boolean;
}

/**
 * The value as text of at most `limit` characters. Literals as in TypeScript; cuts marked `…`.
 *
 * @param value any value: NaN, bigint, cyclic, huge, with hostile getters
 * @param limit maximum characters, at least 1 @default 2000
 */
export function printValue(
  value: unknown,
  limit: number = 2000,
  { isBrief = false }: PrintOptions = {},
): string {
  const out = new Printer(limit, isBrief);
  out.print(value);
  return out.text;
}

/** Writes until the limit is reached, so the cost depends on the limit, not on the value. */
class Printer {
  text = "";
  readonly #limit: number;
  readonly #open: object[] = [];
  readonly #isBrief: boolean;
  #isFull = false;

  constructor(limit: number, isBrief: boolean) {
    this.#limit = Math.max(1, limit);
    this.#isBrief = isBrief;
  }

  print(value: unknown): void {
    if (typeof value === "object" && value !== null) return this.#object(value);
    if (typeof value === "string") return this.#write(JSON.stringify(value.slice(0, this.#limit)));
    if (typeof value === "bigint") return this.#write(bigintText(value, this.#limit));
    if (typeof value === "function") return this.#write(functionText(value));
    if (this.#isBrief && typeof value === "number") return this.#write(briefNumber(value));
    this.#write(Object.is(value, -0) ? "-0" : String(value));
  }

  #write(piece: string): void {
    if (this.#isFull) return;
    this.text += piece;
    if (this.text.length <= this.#limit) return;
    this.text = `${this.text.slice(0, this.#limit - 1)}…`;
    this.#isFull = true;
  }

  #object(value: object): void {
    if (this.#open.includes(value)) return this.#write("[circular]");
    if (this.#open.length >= 50) return this.#write("…");
    this.#open.push(value);
    try {
      this.#members(value);
    } catch {
      this.#write(`[${valueKind(value)} that cannot be read]`);
    } finally {
      this.#open.pop();
    }
  }

  #members(value: object): void {
    if (value instanceof Error) return this.#write(printError(value));
    if (value instanceof Date) return this.#write(`Date(${Number(value)})`);
    if (value instanceof RegExp) return this.#write(String(value));
    if (isRegExpData(value)) return this.#write(`/${value.source}/${value.flags}`);
    if (isPreview(value)) return this.#write(value.text);
    if (value instanceof Map) {
      return this.#list("Map {", value, "}", ([key, item]) => this.#pair(key, item, " => "));
    }
    if (value instanceof Set) return this.#list("Set {", value, "}", (item) => this.print(item));
    if (Array.isArray(value)) {
      const brief = this.#isBrief ? briefList(value, this.#limit) : undefined;
      if (brief !== undefined) return this.#write(brief);
      return this.#list("[", value, "]", (item) => this.print(item));
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      // Every view but a DataView iterates over numbers.
      return this.#list(
        `${valueKind(value)} [`,
        value as unknown as Iterable<number>,
        "]",
        (item) => this.print(item),
      );
    }
    const kind = valueKind(value);
    this.#list(kind === "record" ? "{" : `${kind} {`, keysOf(value), "}", (key) => {
      this.#write(/^[A-Za-z_$][\w$]*$/.test(key) ? `${key}: ` : `${JSON.stringify(key)}: `);
      this.#property(value, key);
    });
  }

  #property(value: object, key: string): void {
    let item: unknown;
    try {
      item = Reflect.get(value, key);
    } catch {
      return this.#write("[getter that throws]");
    }
    this.print(item);
  }

  #pair(key: unknown, item: unknown, arrow: string): void {
    this.print(key);
    this.#write(arrow);
    this.print(item);
  }

  #list<I>(open: string, items: Iterable<I>, close: string, print: (item: I) => void): void {
    this.#write(open);
    let isFirst = true;
    for (const item of items) {
      if (this.#isFull) return;
      if (!isFirst) this.#write(", ");
      isFirst = false;
      print(item);
    }
    this.#write(close);
  }
}

/** Significant digits of a brief number. */
const briefDigits = 6;

function briefNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(briefDigits)));
}

/** Lists of fewer items are written item by item. */
const leastRow = 4;
const leastRange = 12;

/** A row of characters as the spread of a string, a list of consecutive whole numbers by its ends; otherwise undefined. */
function briefList(list: readonly unknown[], limit: number): string | undefined {
  const [first, second] = list;
  if (list.length >= leastRow && list.length <= limit && list.every(isCharacter)) {
    return `[...${JSON.stringify(list.join(""))}]`;
  }
  const isRange = list.length >= leastRange && Number.isSafeInteger(first) &&
    list.every((item, index) => item === Number(first) + index);
  return isRange ? `[${first}, ${second}, …, ${list.at(-1)}]` : undefined;
}

/** Whether a value is a string that spreads into itself: one UTF-16 unit, no half of a pair. */
function isCharacter(item: unknown): boolean {
  return typeof item === "string" && item.length === 1 && item.isWellFormed();
}

/** Own enumerable names, lazily: a huge record costs no more than its printed part. */
function* keysOf(value: object): Generator<string> {
  for (const key in value) {
    if (Object.hasOwn(value, key)) yield key;
  }
}

function bigintText(value: bigint, limit: number): string {
  // Decimal digits of a huge bigint take quadratic time; hexadecimal digits do not.
  return BigInt.asIntN(4096, value) === value
    ? `${value}n`
    : `0x${value.toString(16).slice(0, limit)}…n`;
}

// deno-lint-ignore ban-types -- any function may be a value
function functionText(value: Function): string {
  try {
    const name: unknown = value.name;
    return `[function ${
      typeof name === "string" && name !== "" ? name.slice(0, 100) : "without a name"
    }]`;
  } catch {
    return "[function]";
  }
}

/** Name and message of an error, also when its getters throw or loop. */
function printError(error: Error): string {
  const read = (key: "name" | "message"): string => {
    try {
      const text: unknown = error[key];
      return typeof text === "string" ? text : "";
    } catch {
      return "";
    }
  };
  const name = read("name") || "Error";
  const message = read("message");
  return message === "" ? name : `${name}: ${message}`;
}
