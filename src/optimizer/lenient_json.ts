/**
 * Parses JSON as models write it: with trailing commas, line breaks in strings, and any kind of quotes.
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

/** An error with the offset of the malformed text. */
export class JsonError extends SyntaxError {
  /** Offset in the text. */
  readonly at: number;

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

const literal = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

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
        return this.#literal();
    }
  }

  #object(depth: number): unknown {
    const entries = new Map<string, unknown>();
    this.#list("}", () => {
      const keyAt = this.at;
      if (!Object.hasOwn(stops, this.#text[this.at] ?? "")) this.#fail("a key in quotes or }");
      const key = this.#string();
      if (entries.has(key)) this.#fail(`the key "${key.slice(0, 60)}" only once`, keyAt);
      this.#skipSpace();
      if (this.#text[this.at] !== ":") this.#fail("a colon");
      this.at++;
      entries.set(key, this.value(depth + 1));
    });
    return Object.fromEntries(entries);
  }

  #array(depth: number): unknown {
    const items: unknown[] = [];
    this.#list("]", () => void items.push(this.value(depth + 1)));
    return items;
  }

  /** Items between brackets, separated by commas, with an optional trailing comma. */
  #list(close: string, readItem: () => void): void {
    this.at++;
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.at] === close) break;
      readItem();
      this.#skipSpace();
      if (this.#text[this.at] === ",") this.at++;
      else if (this.#text[this.at] !== close) this.#fail(`a comma or ${close}`);
    }
    this.at++;
  }

  #string(): string {
    const start = this.at;
    const quote = this.#text[this.at++] ?? "";
    const end = stops[quote]!; // !: the caller saw one of these quotes
    let text = "";
    for (;;) {
      end.lastIndex = this.at;
      const stop = end.test(this.#text) ? end.lastIndex - 1 : -1;
      if (stop < 0) this.#fail(`a closing ${quote}`, start);
      text += this.#text.slice(this.at, stop);
      this.at = stop + 1;
      if (this.#text[stop] === quote) return text;
      text += this.#escape();
    }
  }

  #escape(): string {
    const sign = this.#text[this.at++] ?? "";
    if (sign !== "u") return escapes[sign] ?? sign;
    const hex = this.#text.slice(this.at, this.at + 4);
    if (!/^[\da-f]{4}$/i.test(hex)) this.#fail("four hexadecimal digits");
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  #literal(): unknown {
    literal.lastIndex = this.at;
    const found = literal.exec(this.#text)?.[0];
    if (found === undefined) this.#fail("a value");
    this.at += found.length;
    return JSON.parse(found.replace(/^(-?)0+(?=\d)/, "$1"));
  }

  #skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.at))) this.at++;
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
