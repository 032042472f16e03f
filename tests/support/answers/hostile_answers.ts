/**
 * Long answers, each of a shape that some algorithm would take long to read.
 *
 * @module
 */

/** One answer by its shape. */
export interface HostileAnswer {
  readonly name: string;
  readonly text: string;
}

/** Repeats a piece up to a length. */
function fill(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function list<T>(length: number, item: T): readonly T[] {
  return Array.from({ length }, () => item);
}

/** An answer that suggests one value. */
function suggesting(name: string, value: unknown): string {
  return JSON.stringify({ reasoning: "", suggestion: { [name]: value } });
}

const marks = (search: string, replace: string) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

/** Pieces that are repeated to fill a whole answer. */
const floods: Readonly<Record<string, string>> = {
  "spaces": " ",
  "line breaks": "\n",
  "less-than signs": "<",
  "backticks": "`",
  "fences": "```\n",
  "quotes": '"',
  "apostrophes": "'",
  "backslashes": "\\",
  "control characters": "\u0001",
  "lone surrogates": "\ud800",
  "letters of two bytes": "\u4e2d",
  "opening brackets": "[",
  "opening braces": "{",
  "nested objects": '{"a":',
  "nested objects of three quotes": "{\"a\":{'a':{`a`:",
  "nested suggestions": '{"suggestion":',
  "small objects": '{"a":1}',
  "small suggestions": '{"suggestion":{"rate":1}}\n',
  "different suggestions": '{"suggestion":{"rate":"1"}} {"suggestion":{"rate":2}} ',
  "broken objects": '{"a":1,"b" 2} ',
  "objects without an end": '{"a": [1, 2, ',
  "strings without an end": '{"a": "b, ',
  "keys without a colon": '{"a"        ',
  "tags": "<variable>",
  "nested tags": '<variable name="policy"><value>',
  "thoughts": "<think>",
  "terminations": "TERMINATE",
  "search marks": "<<<<<<< SEARCH\n",
  "edit marks": marks("a", "b"),
  "keys of secrets": "apikey=",
  "dashes": "a-",
  "tokens": "eyJ-",
};

/** Values that fill an answer of some length. */
const values: readonly (readonly [name: string, value: (length: number) => unknown])[] = [
  ["text", (length) => fill("word ", length)],
  ["text", (length) => fill("\u0001", length / 6)],
  ["text", (length) => fill("\n", length / 2)],
  ["rate", (length) => fill("1", length) + "x"],
  ["rate", (length) => fill("1", length)],
  ["rate", (length) => fill(" ", length) + "x"],
  ["big", (length) => fill("7", length)],
  ["big", () => fill("7", 300_000)],
  ["list", (length) => list(length / 2, 1)],
  ["list", (length) => list(length / 3, [])],
  ["list", (length) => list(length / 4, "x")],
  ["list", (length) => fill("[", length)],
  ["list", (length) => `[${fill("1,", length - 9)}1]`],
  ["table", (length) => fill('{"a":', length)],
  [
    "table",
    (length) => Object.fromEntries(Array.from({ length: length / 14 }, (_, i) => [`k${i}`, i])),
  ],
  ["text", () => fill("\u0001", 80_000)],
  ["text", () => fill("\n#Code\n", 190_000)],
  ["list", () => list(4_990, 1)],
  ["list", () => list(4_990, "x")],
  ["table", () => Object.fromEntries(Array.from({ length: 4_990 }, (_, i) => [`k${i}`, {}]))],
  ["policy", (length) => fill("return 1;", length)],
  ["policy", (length) => fill("\n", length / 2)],
  ["policy", (length) => fill("`a", length)],
  ["policy", () => "```ts\n" + fill("``` ", 190_000)],
  ["policy", () => `// FIXED-BLOCK-START a${fill(" ", 100_000)}b`],
  ["policy", () => `// FIXED-BLOCK-START a${fill(" x", 190_000)}`],
  ["policy", () => fill("// FIXED-BLOCK-START\n", 190_000)],
  ["policy", () => fill(marks("line 7", "other"), 190_000)],
  ["policy", (length) => fill(marks("no such line", "other"), length / 2)],
  ["policy", () => marks(fill("  a\n", 90_000), "b")],
  ["policy", () => marks(fill("a\n", 90_000), fill("b\n", 90_000))],
  ["policy", () => marks(fill("x", 190_000), "b")],
  ["policy", () => fill("<<<<<<< SEARCH\n", 190_000)],
  ["policy", () => fill("\\u0041", 190_000)],
  ["policy", () => fill("x\n", 190_000)],
  ["policy", () => fill("/* ` */", 190_000)],
];

/** Whole answers that are no repetition. */
const wholes: Readonly<Record<string, (length: number) => string>> = {
  "many unknown names": (length) =>
    `{"suggestion":{${Array.from({ length: length / 14 }, (_, i) => `"n${i}":${i}`).join(",")}}}`,
  "one unknown name, long": (length) => `{"suggestion":{"${fill("n", length - 100)}":1}}`,
  "one name in many spellings": (length) =>
    `{"suggestion":{${
      Array.from({ length: Math.sqrt(length) }, (_, i) => `"${" ".repeat(i)}rate":${i}`).join(",")
    }}}`,
  "prototype names": () =>
    `{"suggestion":{"__proto__":{"rate":1},"constructor":{"prototype":1},"toString":1,"rate":2}}`,
  "long reasoning": (length) =>
    `{"reasoning":"${fill("because ", length - 100)}","suggestion":{"rate":2}}`,
  "nested reasoning": () =>
    `{"reasoning":${"[".repeat(190)}${"]".repeat(190)},"suggestion":{"rate":2}}`,
  "value of 150 levels": () => `{"suggestion":{"list":${"[".repeat(150)}${"]".repeat(150)}}}`,
  "equal large suggestions": (length) => {
    const one = `{"suggestion":{"list":[${list(length / 10, "{}").join(",")}]}}`;
    return `${one}\n${one}`;
  },
  "deep equal suggestions": (length) => {
    const inner = list(length / 10, "[]").join(",");
    const one = `{"suggestion":{"list":${"[".repeat(190)}${inner}${"]".repeat(190)}}}`;
    return `${one}\n${one}`;
  },
  "as many values and levels as may be": () => {
    const one = `{"suggestion":{"list":${"[".repeat(60)}${list(4_900, "[]")}${"]".repeat(60)}}}`;
    return `${one}\n${one}`;
  },
  "as many faults as may be": () => `{"suggestion":{"list":[${list(4_990, '"x"')}]}}`,
  "a thought without an end": (length) => `<think>${fill("hm ", length - 100)}`,
  "a thought, then an answer": (length) =>
    `<think>${fill("hm ", length - 100)}</think>{"suggestion":{"rate":2}}`,
  "an object after a long text": (length) =>
    `${fill("word\n", length - 100)}{"suggestion":{"rate":2}}`,
  "a long number": (length) => `{"suggestion":{"rate":${fill("1", length - 100)}}}`,
  "a long fraction": (length) => `{"suggestion":{"rate":0.${fill("1", length - 100)}e}}`,
  "spaces within an object": (length) => `{"suggestion"${fill(" ", length - 100)}:{"rate":2}}`,
  "escapes": (length) => `{"suggestion":{"text":"${fill("\\u0041", length - 100)}"}}`,
  "broken escapes": (length) => `{"suggestion":{"text":"${fill("\\u00", length - 100)}"}}`,
};

/** All answers of about `length` characters, one by one. */
export function* hostileAnswers(length: number): Generator<HostileAnswer> {
  for (const [name, piece] of Object.entries(floods)) yield { name, text: fill(piece, length) };
  for (const [index, [name, value]] of values.entries()) {
    yield { name: `${name}, value ${index + 1}`, text: suggesting(name, value(length - 60)) };
  }
  for (const [name, text] of Object.entries(wholes)) yield { name, text: text(length) };
}
