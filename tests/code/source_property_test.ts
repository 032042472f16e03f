/** Modules put together at random, of functions and the ways to hand them over. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findAll } from "./fixtures/find_all.ts";

/** Functions without a name, and the same as a declaration named `f`. */
const functions: readonly (readonly [text: string, declaration: string])[] = [
  arrow("(a: number, b = 2, ...r: string[]): number => a + b + r.length"),
  arrow("async (x: { a: string }[]) => x.map(({ a }) => a)"),
  arrow("<T,>(x: T): T => x"),
  arrow("async <T extends object>(x: T) => ({ ...x })"),
  arrow("(x: number): x is 1 => x === 1"),
  arrow("x => (x, 'é漢😀')"),
  expression(
    "function ",
    "(s: string) { return /[\"'`]/.test(s) ? `a${s + `)}`}` : s as string; }",
  ),
  expression("async function* ", "<K extends string>(k: K): AsyncGenerator<K> { yield k; }"),
  expression(
    "function ",
    "(this: void, { a, b: [c] = [1] }: { a: number; b?: number[] }, d?: bigint) { return [a, c, d]; }",
  ),
  expression("async function ", "(): Promise<void> { /* trainable(() => 1) */ }"),
  expression(
    "function",
    "(n: number): number { type Local = number; const x: Local = n; return x!; }",
  ),
];

function arrow(text: string): [string, string] {
  return [text, `export const f = ${text};`];
}

function expression(keywords: string, rest: string): [string, string] {
  return [keywords + rest, `export ${keywords.trim()} f${rest}`];
}

/** Ways to hand over `$`. */
const contexts: readonly string[] = [
  "{ const it = trainable($); }",
  "{ const it = door.trainable($, { description: 'trainable(function no() {})' }); }",
  "new (class { it = trainable($); })();",
  "(class { static readonly it = trainable($); });",
  "(class { static #it = trainable($); static { void this.#it; } });",
  "void ({ other: 1, it: trainable($) });",
  "{ let it; it = trainable($); }",
  "{ const it = await Promise.resolve(trainable($)); }",
  "{ const it = trainable(trainable($)); }",
  "{ const it = trainable(($)); }",
  "{ const it = trainable(($) as never as () => void); }",
  "{ const it: unknown = trainable<any>($); }",
  "{ const it = trainable(\n  $,\n  {},\n); }",
];

const padding = [
  "",
  "type Pad = { trainable: 1 };",
  "/* trainable($) */",
  "const s = `\n${1}\n`;",
  "// don't",
  "interface P { it(): 'x' }",
]
  .map((text, index) => text && `{ ${text.replace("s =", `s${index} =`)}\n}`);

const piece = fc.record({
  fn: fc.constantFrom(...functions),
  context: fc.constantFrom(...contexts),
  pad: fc.constantFrom(...padding),
  separator: fc.constantFrom("\n", " ", "\r\n"),
});

Deno.test("findSourceOf() gives every function of modules put together at random", async () => {
  const directory = await Deno.makeTempDir({ prefix: "opto-source-" });
  try {
    for (
      const [seed, pieces] of fc.sample(fc.array(piece, { minLength: 20, maxLength: 40 }), {
        seed: 1,
        numRuns: 12,
      }).entries()
    ) {
      const body = pieces.map(({ fn, context, pad, separator }) =>
        pad + separator + context.replace("$", () => fn[0])
      );
      const capture = new URL("./fixtures/capture.ts", import.meta.url);
      const file = `${directory}/module${seed}.ts`;
      await Deno.writeTextFile(
        file,
        `// deno-lint-ignore-file\nimport * as door from "${capture}"; import { trainable } from "${capture}";\n` +
          `export { captured } from "${capture}"; ${body.join("")}`,
      );
      const found = await findAll(new URL(`file://${file}`).href);
      const expected = pieces.flatMap(({ fn: [, text], context }) =>
        context.includes("trainable(trainable(") ? [text, text] : [text]
      );
      assertEquals(found.map(({ source }) => source.trimEnd()), expected);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
