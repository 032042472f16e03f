import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import type { ParameterState, Values } from "../../src/problem/problem.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
  type ComparedOptions,
} from "../../src/testing/same_records.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";

/** An evaluator of values in this process, which notes what it is asked for. */
function evaluatorOf(
  parameters: readonly ParameterState[],
  met: (values: Values) => number,
): Evaluator {
  return {
    facts: () =>
      Promise.resolve({
        ...{ name: "values", objective: "", parameters },
        examples: { train: 1, validation: 0, test: 0 },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate: ({ candidate: { values } }) =>
      Promise.resolve({
        ...{ score: met(values), metrics: {}, feedback: "", console: [], durationMs: 0 },
        output: JSON.stringify(values),
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const run = (
  parameter: Pick<ParameterState, "value" | "type"> & { readonly schema?: z.ZodType },
  met: (value: unknown) => number,
  options: ToyRunOptions = {},
) => {
  const { schema, ...rest } = parameter;
  const jsonSchema = schema?.["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  const state = { name: "x", kind: "value" as const, ...rest };
  const all = [{ ...state, ...(jsonSchema === undefined ? {} : { jsonSchema }) }];
  return toyRun({
    evaluator: evaluatorOf(all, ({ x }) => met(x)),
    optimizer: searchProposer(),
    trainer: "racing",
    seed: 1,
    steps: 30,
    ...options,
  });
};

Deno.test("a run of the search tries null, the other branch, a tuple's choice, a field left out, and other lengths", async () => {
  const schema = z.union([
    z.object({
      pair: z.tuple([z.enum(["l", "r"]), z.boolean()]),
      extra: z.literal(1).optional(),
      list: z.array(z.int().min(1).max(2)).max(2),
    }),
    z.string(),
    z.null(),
  ]);
  const met = new Set<string>();
  const value = { pair: ["l", true], extra: 1, list: [1] };
  await run({ schema, value, type: "record" }, (value) => {
    assert(schema.safeParse(value).success, JSON.stringify(value));
    met.add(JSON.stringify(value));
    return 0;
  }).result;
  const all = [...met];
  assert(all.includes("null") && all.includes('""'));
  assert(
    all.some((value) => value.includes('"r"')) && all.some((value) => value.includes("false")),
  );
  assert(all.some((value) => value.includes("pair") && !value.includes("extra")));
  assert(all.some((value) => value.includes('"list":[]')));
  assert(all.some((value) => value.includes('"list":[2,1]')));
});

Deno.test("a run of the search comes from null to a number", async () => {
  const schema = z.number().min(0).max(10).nullable();
  const near = (value: unknown) => typeof value === "number" ? -Math.abs(value - 7) : -20;
  const { best } = await run({ schema, value: null, type: "null" }, near).result;
  assert(best.score! > -0.5, `${best.score}`); // a score of numbers
});

Deno.test("a run of the search on a text says once that no text becomes new, and drops a sentence", async () => {
  const value = "Be brief. Be rude. Be kind.";
  const search = run({ value, type: "string" }, (value) => String(value).includes("rude") ? 0 : 1);
  const warnings = (await eventsOf(search)).filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ code }) => code), ["text-needs-model"]);
  assertEquals((await search.result).best.score, 1);
});

Deno.test("a run of the search over choices, texts and lists is the same at any concurrency, and when resumed", async () => {
  const schema = z.object({
    mode: z.enum(["a", "b", "c"]).nullable(),
    rules: z.string(),
    list: z.array(z.int().min(1).max(3)).max(3),
    rate: z.number().min(0).max(1).optional(),
  });
  const value = { mode: "a", rules: "One. Two. Three.", list: [1] };
  const score = (value: unknown) => {
    const { mode, rules = "", list = [], rate = 0 } = Object(value);
    return (mode === null ? 1 : 0) + (rules.startsWith("Three") ? 1 : 0) + list.length - rate;
  };
  const start = (varied: ComparedOptions) =>
    run({ schema, value, type: "record" }, score, { steps: 8, ...varied });
  await assertSameAtAnyConcurrency(start);
  await assertSameWhenResumed(start, { cuts: 6 });
});

/** A run on code; its evaluator tells the arguments of calls where it is asked for them. */
const codeRun = (calls: readonly number[], options: ToyRunOptions = {}) => {
  const value = "function f(x: number): number {\n  return x;\n}";
  const evaluator = evaluatorOf([{ name: "f", kind: "code", type: "code", value }], ({ f }) => {
    const call: unknown = new Function(`return (${String(f).replaceAll(": number", "")})`)();
    assert(typeof call === "function");
    return -Math.abs(call(-40) + 1) - Math.abs(call(-20) + 20);
  });
  return toyRun({
    evaluator: {
      ...evaluator,
      evaluate: async (request) => ({
        ...await evaluator.evaluate(request),
        ...request.hasInputs ? { inputs: { f: calls.map((x) => [x]) } } : {},
      }),
    },
    optimizer: searchProposer(),
    trainer: "racing",
    seed: 1,
    steps: 3,
    ...options,
  });
};

Deno.test("a run of the search on code draws thresholds near the arguments of calls, also when it is resumed", async () => {
  const thresholdsOf = async (calls: readonly number[]) =>
    (await eventsOf(codeRun(calls))).flatMap((event) =>
      event.type === "proposed"
        ? [...String(event.changes?.f).matchAll(/\bx [<>]=? (-?\d+)/g)].map(([, size]) =>
          Number(size)
        )
        : []
    );
  const isNear = (size: number) => -8_000 <= size && size <= -200; // no other threshold is so large
  assert((await thresholdsOf([-4_000, -2_000])).filter(isNear).length > 2);
  assertEquals((await thresholdsOf([])).filter(isNear), []);
  const start = (varied: ComparedOptions) => codeRun([-4_000, -2_000], varied);
  await assertSameWhenResumed(start, { cuts: 4 });
});
