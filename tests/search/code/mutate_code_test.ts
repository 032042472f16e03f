import { assert, assertEquals, assertMatch } from "@std/assert";
import { simplify } from "../../../src/search/code/simplify/simplify.ts";
import { readCode } from "../../../src/search/code/tree/code_tree.ts";
import { mutateCode } from "../../../src/search/code/mutate_code.ts";

const sources = [
  `/** How urgent a job is. */
export function urgency(size: number, waited: number): number {
  return waited - size; // the older, the sooner
}`,
  `interface Job { size: number; tags: string[]; isPaid: boolean }
type Side = "left" | "right";
const limit = 10;

export function choose(jobs: readonly Job[], side: Side = "left"): number {
  let best = -1;
  let highest = -Infinity;
  for (let i = 0; i < jobs.length; i++) {
    const job = jobs[i]!;
    const score = job.size * (job.isPaid ? 2 : 1) - (job.tags.length as number);
    if (score > highest && score < limit) {
      best = i;
      highest = score;
    }
  }
  return side === "left" ? best : jobs.length - 1 - best;
}`,
  `export function plan(board: string[][]): number[][] {
  return board.map((line, row) => line.map((square, column) => square === "." ? row + column : -1));
}`,
  `export const scale = (x: number, { low, high }: { low: number; high: number }): number =>
  Math.min(high, Math.max(low, x * 1.5));`,
];

/** Sources that come of one by 200 draws, mutation upon mutation. */
function walkFrom(source: string): string[] {
  const found: string[] = [];
  const maxLength = source.length + 300;
  for (let seed = 0; seed < 200; seed++) {
    const current = found.at(-1) ?? source;
    const [mutated] = mutateCode({ source: current, partner: source, seed, maxLength });
    if (mutated) found.push(mutated.source);
  }
  return found;
}

const walks = new Map(sources.map((source) => [source, walkFrom(source)]));

Deno.test("mutateCode() makes code that parses, however often it is applied", () => {
  for (const source of sources) {
    const codes = walks.get(source) ?? [];
    for (const code of codes) readCode(code);
    assert(codes.length > 100, `only ${codes.length} of 200 draws changed ${source}`);
  }
});

Deno.test("mutateCode() keeps signature, types and comments where they are", () => {
  for (const code of walks.get(sources[0] ?? "") ?? []) {
    assertMatch(
      code,
      /^\/\*\* How urgent a job is\. \*\/\nexport function urgency\(size: number, waited: number\): number \{\n/,
    );
  }
  for (const code of walks.get(sources[1] ?? "") ?? []) {
    const head = code.indexOf("export function");
    assertEquals(code.slice(0, head), sources[1]?.slice(0, head));
    // A guard that always holds makes the loop unreachable.
    if (code.includes("for (")) {
      assertMatch(code, /for \(let i = \d+; i (<|<=|>|>=) jobs\.length; i\+\+\) \{\n/);
    }
  }
});

Deno.test("mutateCode() swaps operators where a comment holds the same character", () => {
  const source = "function f(x: number): number {\n  return x /* c */ * 2;\n}";
  const variants = mutateCode({ source, partner: source, seed: 1, maxLength: 400, count: 500 });
  for (const variant of variants) readCode(variant.source);
  assert(variants.length > 250, `${variants.length}`);
  assert(variants.some((variant) => variant.source.includes("return x + 2")));
});

Deno.test("mutateCode() moves numbers together that balance each other, and rounds them together", () => {
  const source = "function f(x: number): number {\n  return x * 2.97 + 2.09;\n}";
  const seen = new Set<string>();
  for (
    const variant of mutateCode({ source, partner: source, seed: 1, maxLength: 400, count: 400 })
  ) {
    if (variant.steps.join() === "tune a number") seen.add(variant.source);
  }
  assert([...seen].some((code) => code.includes("return x * 3 + 2;")));
  const apart = [...seen].filter((code) => !code.includes("2.97") && !code.includes("2.09"));
  assert(apart.length > 10, `${apart.length}`);
});

Deno.test("mutateCode() keeps within the length it is given", () => {
  for (const code of walks.get(sources[0] ?? "") ?? []) {
    assert(code.length <= (sources[0]?.length ?? 0) + 300);
  }
});

Deno.test("mutateCode() uses all kinds of mutation", () => {
  const kinds = new Set<string>();
  for (const source of sources) {
    const request = { source, partner: sources[0] ?? "", seed: 3, maxLength: 1000, count: 100 };
    for (const { steps } of mutateCode(request)) steps.forEach((step) => kinds.add(step));
  }
  assertEquals([...kinds].sort(), [
    "add a special case",
    "add a step",
    "build on an expression",
    "delete a statement",
    "keep a part",
    "replace an expression",
    "swap an operator",
    "take over from another candidate",
    "tune a number",
  ]);
});

Deno.test("mutateCode() leaves marked blocks as they are, untidy as they may be", () => {
  const fixed = [
    "// FIXED-BLOCK-START head",
    "export function f(n: number): number {",
    "  const base = ((n)) + 0 + 1;",
    "// FIXED-BLOCK-END",
  ].join("\n");
  const source = `${fixed}\n  const share = 3;\n  return base * share;\n}`;
  const seen = new Set<string>();
  for (const code of walkFrom(source)) {
    assert(code.startsWith(`${fixed}\n`), code);
    seen.add(code);
  }
  assert(seen.size > 50, `${seen.size}`);
});

Deno.test("mutateCode() gives equal answers to equal requests, through data that can be sent", () => {
  const request = {
    source: sources[1] ?? "",
    partner: sources[0] ?? "",
    seed: 5,
    maxLength: 900,
    count: 20,
  };
  const variants = mutateCode(request);
  assertEquals(structuredClone(variants), mutateCode(structuredClone(request)));
  assert(variants.length > 10, `${variants.length}`);
});

Deno.test("mutateCode() never shows a condition that cannot hold, or a guard twice", () => {
  const source = `function f(a: number, b: number): number {
  if (18.3 < a - b && a - b < 25.3) return 1;
  if (a < 3) return 2;
  return a - b;
}`;
  for (const code of walkFrom(source)) assertEquals(simplify(code), code);
});
