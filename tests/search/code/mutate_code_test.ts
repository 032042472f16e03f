import { assert, assertEquals, assertMatch } from "@std/assert";
import { readCode } from "../../../src/search/code/tree/code_tree.ts";
import { mutateCode } from "../../../src/search/code/mutate_code.ts";
import { randomFrom } from "../../../src/seeds.ts";

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

/** Sources that come of one by mutation upon mutation. */
async function* walkFrom(source: string, steps: number): AsyncGenerator<string> {
  const random = randomFrom(7);
  let current = source;
  for (let step = 0; step < steps; step++) {
    const options = { partner: source, random, maxLength: source.length + 300 };
    const mutated = await mutateCode(current, options);
    if (!mutated) continue;
    yield current = mutated.source;
  }
}

Deno.test("mutateCode() makes code that parses, however often it is applied", async () => {
  for (const source of sources) {
    let count = 0;
    for await (const code of walkFrom(source, 400)) {
      await readCode(code);
      count++;
    }
    assert(count > 200, `only ${count} of 400 draws changed ${source}`);
  }
});

Deno.test("mutateCode() keeps signature, types and comments where they are", async () => {
  for await (const code of walkFrom(sources[0] ?? "", 200)) {
    assertMatch(
      code,
      /^\/\*\* How urgent a job is\. \*\/\nexport function urgency\(size: number, waited: number\): number \{\n/,
    );
  }
  for await (const code of walkFrom(sources[1] ?? "", 200)) {
    const head = code.indexOf("export function");
    assertEquals(code.slice(0, head), sources[1]?.slice(0, head));
    assertMatch(code, /for \(let i = \d+; i (<|<=|>|>=) jobs\.length; i\+\+\) \{\n/);
  }
});

Deno.test("mutateCode() comes to nothing when what it drew does not parse", async () => {
  // Whoever takes the first "*" behind the x for the operator breaks the comment.
  const source = "function f(x: number): number {\n  return x /* c */ * 2;\n}";
  const random = randomFrom(1);
  let count = 0;
  for (let draw = 0; draw < 500; draw++) {
    const mutated = await mutateCode(source, { partner: source, random, maxLength: 400 });
    if (!mutated) continue;
    await readCode(mutated.source);
    count++;
  }
  assert(count > 250, `${count}`);
});

Deno.test("mutateCode() moves numbers together that balance each other, and rounds them together", async () => {
  const source = "function f(x: number): number {\n  return x * 2.97 + 2.09;\n}";
  const random = randomFrom(1);
  const seen = new Set<string>();
  for (let draw = 0; draw < 400; draw++) {
    const mutated = await mutateCode(source, { partner: source, random, maxLength: 400 });
    if (mutated?.steps.join() === "tune a number") seen.add(mutated.source);
  }
  assert([...seen].some((code) => code.includes("return x * 3 + 2;")));
  const apart = [...seen].filter((code) => !code.includes("2.97") && !code.includes("2.09"));
  assert(apart.length > 10, `${apart.length}`);
});

Deno.test("mutateCode() keeps within the length it is given", async () => {
  for await (const code of walkFrom(sources[0] ?? "", 400)) {
    assert(code.length <= (sources[0]?.length ?? 0) + 300);
  }
});

Deno.test("mutateCode() uses all kinds of mutation", async () => {
  const random = randomFrom(3);
  const kinds = new Set<string>();
  for (const source of sources) {
    const options = { partner: sources[0] ?? "", random, maxLength: 1000 };
    for (let draw = 0; draw < 300; draw++) {
      for (const step of (await mutateCode(source, options))?.steps ?? []) kinds.add(step);
    }
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

Deno.test("mutateCode() leaves marked blocks as they are, untidy as they may be", async () => {
  const fixed = [
    "// FIXED-BLOCK-START head",
    "export function f(n: number): number {",
    "  const base = ((n)) + 0 + 1;",
    "// FIXED-BLOCK-END",
  ].join("\n");
  const source = `${fixed}\n  const share = 3;\n  return base * share;\n}`;
  const seen = new Set<string>();
  for await (const code of walkFrom(source, 300)) {
    assert(code.startsWith(`${fixed}\n`), code);
    seen.add(code);
  }
  assert(seen.size > 50, `${seen.size}`);
});
