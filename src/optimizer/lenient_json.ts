/**
 * Parses JSON as models write it: with trailing commas, comments, keys without quotes, line breaks in strings, strings
 * in pieces, any kind of quotes, and the constants of Python and JavaScript.
 *
 * Each of these has only one reading. Any other malformed JSON is refused. The time is linear in the text.
 *
 * @module
 */

/** A value and its end in the text. */
export interface ReadJson {
  /** The value. */
  readonly value: unknown;
  /** The offset after it. */
  readonly end: number;
}

/** What is whole of a value that ends with the text. */
export interface CutValue {
  /** Without the item that is cut; undefined when nothing is whole. */
  readonly value: unknown;
  /** The keys and indices that lead to the value that has no end; none for the value itself. */
  readonly path: readonly (string | number)[];
}

/** An error with the offset of the malformed text. */
export class JsonError extends SyntaxError {
  /** Offset in the text. */
  readonly at: number;
  /** Set when the text ends too early. */
  cut?: CutValue;

  /** A syntax error. @param message the expectation @param at offset in the text */
  constructor(message: string, at: number) {
    super(message);
    this.name = "JsonError";
    this.at = at;
  }

  /** The message with line, column and the malformed text. @param text the parsed text */
  placedIn(text: string): string {
    const before = text.slice(0, this.at);
    const line = before.split("\n").length;
    const column = this.at - before.lastIndexOf("\n");
    const found = this.at < text.length
      ? JSON.stringify(text.slice(this.at, this.at + 20))
      : "the end";
    return `${this.message} in line ${line}, column ${column}: received ${found}`;
  }
}

/**
 * Parses the value at `start`; later text is ignored.
 *
 * @throws {JsonError} where the text stops being JSON
 */
export function readJson(text: string, start = 0): ReadJson {
  const reader = new Reader(text, start);
  const value = reader.value(0);
  return { value, end: reader.at };
}

/** As deep as a value may be that enters the sandbox. */
const maxDepth = 64;

/** Maximum number of values, nested ones included. */
const maxValues = 5_000;

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const number = /[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;

const word = /-?[A-Za-z]{3,9}(?!\w)/y;

/** Constants of JSON, JavaScript and Python. */
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["True", true],
  ["False", false],
  ["None", null],
  ["undefined", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

const bareKey = /[A-Za-z_$][\w$.-]{0,200}(?=\s{0,40}:)/y;

/** Escapes that JSON lacks keep their backslash: `\d` in a regular expression that was escaped once. */
const kept = /[a-zA-Z0-9.+*?^$()[\]{}|-]/;

/** By quote: what ends a part of a string. */
const stops: Readonly<Record<string, RegExp>> = {
  '"': /["\\]/g,
  "'": /['\\]/g,
  "`": /[`\\]/g,
};

/** Parses a text in one pass. */
class Reader {
  readonly #text: string;
  #values = 0;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): unknown {
    if (depth > maxDepth) this.#fail(`at most ${maxDepth} levels`);
    if (++this.#values > maxValues) this.#fail(`at most ${maxValues} values`);
    this.#skipSpace();
    switch (this.#text[this.at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
      case "'":
      case "`":
        return this.#string();
      default:
        return this.#literal(depth);
    }
  }

  #object(depth: number): unknown {
    const entries = new Map<string, unknown>();
    const whole = () => Object.fromEntries(entries);
    this.#list("}", whole, () => {
      const keyAt = this.at;
      const key = this.#key(whole);
      if (entries.has(key)) this.#fail(`the key "${key.slice(0, 60)}" only once`, keyAt);
      this.#skipSpace();
      if (this.#text[this.at] !== ":") this.#fail("a colon");
      this.at++;
      this.#item(key, (value) => entries.set(key, value), whole, depth);
    });
    return whole();
  }

  #key(whole: () => unknown): string {
    if (Object.hasOwn(stops, this.#text[this.at] ?? "")) {
      try {
        return this.#string();
      } catch (error) {
        if (error instanceof JsonError && error.cut !== undefined) {
          error.cut = { value: whole(), path: [] };
        }
        throw error;
      }
    }
    bareKey.lastIndex = this.at;
    const key = bareKey.exec(this.#text)?.[0];
    if (key === undefined) this.#fail("a key in quotes or }");
    this.at += key.length;
    return key;
  }

  /** Reads an item of a container; the whole part of an item that ends with the text becomes part of its cut. */
  #item(
    place: string | number,
    add: (value: unknown) => void,
    whole: () => unknown,
    depth: number,
  ): void {
    try {
      add(this.value(depth + 1));
    } catch (error) {
      if (error instanceof JsonError && error.cut !== undefined) {
        const { value, path } = error.cut;
        if (value !== undefined) add(value);
        error.cut = { value: whole(), path: [place, ...path] };
      }
      throw error;
    }
  }

  #array(depth: number): unknown {
    const items: unknown[] = [];
    this.#list("]", () => items, () => {
      this.#item(items.length, (value) => items.push(value), () => items, depth);
    });
    return items;
  }

  /** Items between brackets, separated by commas, with an optional trailing comma. */
  #list(close: string, whole: () => unknown, readItem: () => void): void {
    this.at++;
    const endIfCut = () => {
      if (this.at >= this.#text.length) this.#cut(close, this.at, whole());
    };
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.at] === close) break;
      endIfCut();
      readItem();
      this.#skipSpace();
      if (this.#text[this.at] === ",") this.at++;
      else if (this.#text[this.at] !== close) {
        endIfCut();
        this.#fail(`a comma or ${close}`);
      }
    }
    this.at++;
  }

  /** A string, or several joined by `+`. */
  #string(): string {
    let text = this.#piece();
    for (;;) {
      const end = this.at;
      this.#skipSpace();
      if (this.#text[this.at] !== "+") return this.#back(end, text);
      this.at++;
      this.#skipSpace();
      if (!Object.hasOwn(stops, this.#text[this.at] ?? "")) return this.#back(end, text);
      text += this.#piece();
    }
  }

  #back(at: number, text: string): string {
    this.at = at;
    return text;
  }

  #piece(): string {
    const start = this.at;
    const quote = this.#text[this.at++] ?? "";
    if (quote !== "`" && this.#text.startsWith(quote + quote, this.at)) return this.#tripled(quote);
    const end = stops[quote]!; // !: the caller saw one of these quotes
    let text = "";
    for (;;) {
      end.lastIndex = this.at;
      const stop = end.test(this.#text) ? end.lastIndex - 1 : -1;
      if (stop < 0) this.#cut(`a closing ${quote}`, start);
      text += this.#text.slice(this.at, stop);
      this.at = stop + 1;
      if (this.#text[stop] === quote) return text;
      text += this.#escape();
    }
  }

  /** A string of Python between three quotes, taken as it is. */
  #tripled(quote: string): string {
    const mark = quote.repeat(3);
    const start = this.at + 2;
    const end = this.#text.indexOf(mark, start);
    if (end < 0) this.#cut(`a closing ${mark}`, start - 3);
    this.at = end + mark.length;
    return this.#text.slice(start, end).replace(/^\r?\n/, "");
  }

  #escape(): string {
    const sign = this.#text[this.at++] ?? "";
    if (sign !== "u") return escapes[sign] ?? (kept.test(sign) ? `\\${sign}` : sign);
    const hex = this.#text.slice(this.at, this.at + 4);
    if (!/^[\da-f]{4}$/i.test(hex)) this.#fail("four hexadecimal digits");
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  #literal(depth: number): unknown {
    const { length } = this.#text;
    number.lastIndex = word.lastIndex = this.at;
    const digits = number.exec(this.#text)?.[0];
    if (digits !== undefined) {
      this.at += digits.length;
      if (this.at === length && depth > 0) this.#cut("an end of the number", this.at); // more digits may have followed
      return Number(digits.replaceAll("_", ""));
    }
    const name = word.exec(this.#text)?.[0] ?? "";
    if (words.has(name)) {
      this.at += name.length;
      return words.get(name);
    }
    if (/^-?[A-Za-z]{0,9}$/.test(this.#text.slice(this.at, this.at + 11))) {
      this.#cut("a value", this.at); // the beginning of a word, or nothing
    }
    this.#fail("a value");
  }

  /** Skips white space, and comments of JavaScript and Python. */
  #skipSpace(): void {
    for (;;) {
      while (isSpace(this.#text.charCodeAt(this.at))) this.at++;
      const sign = this.#text[this.at];
      if (sign === "#" || (sign === "/" && this.#text[this.at + 1] === "/")) {
        const end = this.#text.indexOf("\n", this.at);
        this.at = end < 0 ? this.#text.length : end;
      } else if (sign === "/" && this.#text[this.at + 1] === "*") {
        const end = this.#text.indexOf("*/", this.at + 2);
        if (end < 0) this.#fail("an end of the comment");
        this.at = end + 2;
      } else return;
    }
  }

  /** Fails at a value that the end of the text cuts. @param value its whole part */
  #cut(expected: string, at: number, value?: unknown): never {
    const error = new JsonError(`JSON needs ${expected}`, at);
    error.cut = { value, path: [] };
    throw error;
  }

  #fail(expected: string, at = this.at): never {
    throw new JsonError(`JSON needs ${expected}`, at);
  }
}

/** White space as in `\s`; NaN, the code after the end of a text, is none. */
function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  return code >= 160 && /\s/.test(String.fromCharCode(code));
}
