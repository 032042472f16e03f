/**
 * Parses JSON as models write it: with trailing commas, line breaks in strings, and any kind of quotes.
 *
 * Each of these has only one reading. Any other malformed JSON is refused.
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

  /** A syntax error. @param message the expectation @param text the text @param at offset in the text */
  constructor(message: string, text: string, at: number) {
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 20)) : "the end";
    super(`${message} in line ${line}, column ${column}: received ${found}`);
    this.name = "JsonError";
    this.at = at;
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

const maxDepth = 200;
const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Parses a text in one pass. */
class Reader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): unknown {
    if (depth > maxDepth) this.#fail(`at most ${maxDepth} levels`);
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
      if (!/["'`]/.test(this.#text[this.at] ?? "")) this.#fail("a key in quotes or }");
      const key = this.#string();
      if (entries.has(key)) this.#fail(`the key "${key}" only once`, keyAt);
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
    const end = quote === '"' ? /["\\]/g : quote === "'" ? /['\\]/g : /[`\\]/g;
    let text = "";
    for (;;) {
      end.lastIndex = this.at;
      const stop = end.exec(this.#text)?.index ?? -1;
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
    const pattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
    pattern.lastIndex = this.at;
    const literal = pattern.exec(this.#text)?.[0];
    if (literal === undefined) this.#fail("a value");
    this.at += literal.length;
    return JSON.parse(literal.replace(/^(-?)0+(?=\d)/, "$1"));
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.at] ?? "")) this.at++;
  }

  #fail(expected: string, at = this.at): never {
    throw new JsonError(`JSON needs ${expected}`, this.#text, at);
  }
}
