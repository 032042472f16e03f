import { assert, assertEquals, assertMatch } from "@std/assert";
import { simplify } from "../../../src/search/code/simplify/simplify.ts";
import { readCode } from "../../../src/search/code/tree/code_tree.ts";
import {
  mutateCode,
  type MutationJob,
  type MutationRequest,
} from "../../../src/search/code/mutate_code.ts";
import { type OperatorName, operatorNames } from "../../../src/search/code_operators.ts";

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

/** Jobs on the first of two sources, with one operator each. */
function jobs(
  count: number,
  { seed = 1, maxLength = 1_000, operators = operatorNames }: {
    readonly seed?: number;
    readonly maxLength?: number;
    readonly operators?: readonly OperatorName[];
  } = {},
): readonly MutationJob[] {
  return Array.from({ length: count }, (_, place) => ({
    source: 0,
    partner: 1,
    operators: [operators[place % operators.length] ?? "tune a number"],
    seed: seed * 1_000 + place,
    maxLength,
  }));
}

/** The variants of a source; what an operator could not make is left out. */
const variantsOf = (
  source: string,
  count: number,
  { partner = source, ...options }: Parameters<typeof jobs>[1] & { readonly partner?: string } = {},
) =>
  mutateCode({ sources: [source, partner], jobs: jobs(count, options) }).filter((one) =>
    one !== null
  );

/** Sources that come of one by 200 draws, mutation upon mutation. */
function walkFrom(source: string): string[] {
  const found: string[] = [];
  const maxLength = source.length + 300;
  for (let seed = 0; seed < 200; seed++) {
    const operators = [operatorNames[seed % operatorNames.length] ?? "tune a number"];
    const options = { partner: source, seed, maxLength, operators };
    const [mutated] = variantsOf(found.at(-1) ?? source, 1, options);
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
  const variants = variantsOf(source, 500);
  for (const variant of variants) readCode(variant.source);
  assert(variants.length > 250, `${variants.length}`);
  assert(variants.some((variant) => variant.source.includes("return x + 2")));
});

Deno.test("mutateCode() moves numbers together that balance each other, and rounds them together", () => {
  const source = "function f(x: number): number {\n  return x * 2.97 + 2.09;\n}";
  const seen = new Set<string>();
  for (const { source: code } of variantsOf(source, 200, { operators: ["move its numbers"] })) {
    seen.add(code);
  }
  assert([...seen].some((code) => code.includes("return x * 3 + 2;")));
  const apart = [...seen].filter((code) => !code.includes("2.97") && !code.includes("2.09"));
  assert(apart.length > 10, `${apart.length}`);
});

Deno.test("mutateCode() draws most thresholds on the side where quantities were in calls", () => {
  const source = "function f(item: number, room: number): number {\n  return item - room;\n}";
  const shareBelow = (inputs: Pick<MutationRequest, "inputs">) => {
    const some = jobs(300, { operators: ["add a special case"] })
      .map((job) => ({ ...job, partner: 0, inputs: 0 }));
    const tests = mutateCode({ sources: [source], jobs: some, ...inputs })
      .flatMap((one) => [...(one?.source ?? "").matchAll(/\(item - room [<>]=? (-?)\d/g)]);
    return tests.filter(([, sign]) => sign === "-").length / tests.length;
  };
  assert(shareBelow({}) < 0.65);
  assert(shareBelow({ inputs: [[[23, 150], [32, 54]]] }) > 0.8);
});

Deno.test("mutateCode() keeps within the length it is given", () => {
  for (const code of walks.get(sources[0] ?? "") ?? []) {
    assert(code.length <= (sources[0]?.length ?? 0) + 300);
  }
});

Deno.test("mutateCode() uses all kinds of mutation", () => {
  const kinds = new Set<string>();
  for (const source of sources) {
    const variants = variantsOf(source, 300, { partner: sources[0] ?? "", seed: 3 });
    for (const { steps } of variants) steps.forEach((step) => kinds.add(step));
  }
  assertEquals([...kinds].sort(), [...operatorNames].sort());
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
  const request = { sources: [sources[1] ?? "", sources[0] ?? ""], jobs: jobs(30) };
  const variants = mutateCode(request);
  assertEquals(structuredClone(variants), mutateCode(structuredClone(request)));
  assert(variants.filter((one) => one !== null).length > 10);
});

Deno.test("mutateCode() never shows a condition that cannot hold, or a guard twice", () => {
  const source = `function f(a: number, b: number): number {
  if (18.3 < a - b && a - b < 25.3) return 1;
  if (a < 3) return 2;
  return a - b;
}`;
  for (const code of walkFrom(source)) assertEquals(simplify(code), code);
});

const formula = "function f(x: number): number {\n  return x + 1;\n}";

Deno.test("mutateCode() writes the functions of Math, plain and so that they are always a number", () => {
  const made = variantsOf(formula, 600, { operators: ["call a function"] })
    .map(({ source }) => source).join("\n");
  for (const name of ["sin", "cos", "exp", "log", "sqrt", "tanh"]) {
    assertMatch(made, new RegExp(`Math\\.${name}\\(x`));
  }
  assertMatch(made, /Math\.log\(Math\.abs\(x \+ 1\) \+ 1\)/);
  assertMatch(made, /Math\.sqrt\(Math\.abs\(x/);
});

Deno.test("mutateCode() moves numbers by the difference of two candidates of the same form", () => {
  const code = (a: number, b: number) =>
    `function f(x: number): number {\n  return ${a} * x + ${b};\n}`;
  const many = Array.from({ length: 40 }, (_, seed): MutationJob => ({
    ...{
      source: 0,
      partner: 0,
      mates: [1, 2],
      operators: ["move its numbers"],
      seed,
      maxLength: 90,
    },
  }));
  const moved = mutateCode({ sources: [code(10, 10), code(2, 3), code(4, 7)], jobs: many })
    .flatMap((variant) => variant?.source.match(/return (.*) \* x \+ (.*);/)?.slice(1) ?? [])
    .map(Number);
  const steps = moved.map((value) => value - 10);
  const alike = steps.filter((step, place) =>
    place % 2 === 1 && Math.abs(step / (steps[place - 1] ?? NaN) - 2) < 0.01 // the mates differ by 2 and 4
  );
  assert(alike.length > 10, `${alike.length}`);
});

Deno.test("mutateCode() swaps a function for another, and joins two parents in an operation", () => {
  const source = "function f(x: number): number {\n  return Math.sin(x);\n}";
  const swapped = variantsOf(source, 40, { operators: ["swap an operator"] });
  assert(swapped.some((variant) => variant.source.includes("return Math.exp(x);")));
  const joined = variantsOf(source, 200, {
    partner: source.replace("Math.sin(x)", "x * x"),
    operators: ["take over from another candidate"],
  });
  assert(joined.some((variant) => variant.source.includes("return Math.sin(x) + x * x;")));
});

Deno.test("mutateCode() gives null where the code does not parse, and for what is too long", () => {
  const many = jobs(20, { maxLength: 10 });
  assertEquals(new Set(mutateCode({ sources: [formula, formula], jobs: many })), new Set([null]));
  const broken = mutateCode({ sources: ["function (", formula], jobs: jobs(5) });
  assertEquals(broken, Array(5).fill(null));
});
