import { assert, assertEquals, assertExists } from "@std/assert";
import { mutateCode } from "../../../src/search/code/mutate_code.ts";
import {
  codeFacts,
  codeNumbers,
  factsOf,
  renumbered,
  summed,
  type VariationJob,
  varyCode,
} from "../../../src/search/programs/code_varier.ts";

const code = (body: string) => `function f(x: number): number {\n  return ${body};\n}`;

const job = (source: string, seed: number): VariationJob => ({
  ...{ source, partner: code("x * x"), operators: ["call a function"], seed, maxLength: 500 },
});

Deno.test("varyCode() makes a whole generation, each variant in the place of its job, as the operators make it", async () => {
  const sources = [code("x + 1"), "function (", code("2 * x")];
  const jobs = Array.from({ length: 12 }, (_, seed) => job(sources[seed % 3] ?? "", seed));
  const variants = await varyCode(jobs);
  const expected = jobs.map(({ source, partner, operators, seed, maxLength }) => {
    const alone = { source: 0, partner: 1, operators, seed, maxLength };
    return mutateCode({ sources: [source, partner], jobs: [alone] })[0];
  });
  assertEquals(variants, expected as typeof variants); // as: one for each job
  assertEquals(variants.map((one) => one === null), jobs.map((_, place) => place % 3 === 1));
  const [first] = variants;
  assertEquals(first && factsOf(first.source), first?.facts);
});

Deno.test("varyCode() sends the arguments of calls, whatever they are", async () => {
  const inputs = [[-40, 7n, new Map()]];
  const operators = ["add a special case"] as const;
  const jobs = Array.from(
    { length: 40 },
    (_, seed) => ({ ...job(code("x"), seed), operators, inputs }),
  );
  const variants = await varyCode(jobs);
  const sources = [code("x")];
  const expected = jobs.map(({ seed, maxLength }) =>
    mutateCode({
      ...{ sources, inputs: [[[-40]]] },
      jobs: [{ source: 0, partner: 0, inputs: 0, operators, seed, maxLength }],
    })[0]
  );
  assertEquals(variants, expected as typeof variants); // as: one for each job
});

Deno.test("codeFacts() tells facts of sources in order, and null where a source does not parse", async () => {
  const [one, broken, other] = await codeFacts([code("x - 1"), "function {", code("-1 + x")]);
  assertExists(one);
  assertEquals(broken, null);
  assertEquals(one.behaviour, other?.behaviour);
});

Deno.test("varyCode() makes the others when one source takes too long", async () => {
  const endless = code(`${"(".repeat(2_500)}x${")".repeat(2_500)}`);
  const deep = code("[".repeat(1_500) + "x" + "]".repeat(1_500));
  const jobs = [endless, deep, code("x + 3"), code("x + 4"), code("x + 5")].map(job);
  const variants = await varyCode(jobs);
  assert(variants.slice(2).every((variant) => variant !== null));
});

Deno.test("codeNumbers() and renumbered() answer for the others when one source takes too long", async () => {
  const endless = code(`${"(".repeat(2_600)}x${")".repeat(2_600)}`);
  const deep = code("[".repeat(1_600) + "x" + "]".repeat(1_600));
  const others = [code("3 * x"), code("x + 4")];
  for (let turn = 0; turn < 4; turn++) { // until it is banned, and after
    const numbers = await codeNumbers([endless, deep, ...others]);
    assertEquals(numbers.slice(2), [[3, 0], [4, 1]]);
  }
  const wishes = [endless, ...others].map((source) => ({ source, numbers: [2, 5] }));
  const made = await renumbered(wishes, 500);
  assertEquals(made.slice(1).map((each) => each?.source), [code("2 * x + 5"), code("5 * x + 2")]);
});

Deno.test("summed() adds terms to results, and gives null for what is too long", async () => {
  const wishes = [[[0, 2.5]], [[1, 1], [0, -1]]] as const;
  const sums = wishes.map((terms) => ({ source: code("3 * x"), terms }));
  const sources = async (maxLength: number) =>
    (await summed(sums, maxLength)).map((each) => each?.source);
  assertEquals(await sources(500), [code("3 * x + 2.5"), code("2 * (3 * x) - 1")]);
  assertEquals(await sources(10), [undefined, undefined]);
});
