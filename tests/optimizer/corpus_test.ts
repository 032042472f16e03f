import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { z } from "zod";
import "../../mod.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { parameterStates } from "../../src/optimizer/parameter_state.ts";
import { type AttemptResult, proposeChanges } from "../../src/optimizer/propose_changes.ts";
import { validateValues } from "../../src/optimizer/validate_values.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { parameter } from "../../src/trace/node.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import type { TraceParameter } from "../../src/trace/trace_parameter.ts";
import { equalValues } from "../../src/trace/equal_values.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { type CorpusAnswer, corpusOf } from "../support/answers/corpus.ts";

const code = (name: string, body: string, parameters: string) =>
  trainable(
    // The source is given: the function itself only has the parameters.
    parameters.includes("bonus")
      ? { [name]: (n: number, bonus: number) => n + bonus }[name]!
      : { [name]: (n: number) => n }[name]!,
    { name, source: `export function ${name}(${parameters}): number {\n  ${body}\n}\n` },
  ).parameter;

const policy = () => code("policy", "return n + bonus;", "n: number, bonus: number");

/** The parameters of each task. */
const tasks: Readonly<Record<string, () => readonly unknown[]>> = {
  policy: () => [policy()],
  tuning: () => [parameter(0.5, { name: "rate", schema: z.number().min(0).max(1) }), policy()],
  prompt: () => [parameter("Answer the question.", { name: "prompt", schema: z.string().min(3) })],
  choices: () => [
    parameter("safe", { name: "mode", schema: z.enum(["fast", "safe", "smart"]) }),
    parameter(1, { name: "temperature", schema: z.number().min(0).max(2) }),
    parameter(false, { name: "verbose", schema: z.boolean() }),
  ],
  nested: () => [
    parameter({ depth: 3, tags: ["a"], limits: { low: 0, high: 9 } }, {
      name: "config",
      schema: z.object({
        depth: z.number(),
        tags: z.array(z.string()),
        limits: z.object({ low: z.number(), high: z.number() }),
      }),
    }),
  ],
  agents: () => [
    code("plan", "return n + 1;", "n: number"),
    code("act", "return n;", "n: number"),
    parameter("wait", { name: "hint" }),
  ],
};

/** Takes an answer through the pipeline: reading, projection, the compiler's process, the sandbox; no repair. */
async function propose(
  { text, isCut }: CorpusAnswer,
  parameters: ReadonlyMap<string, TraceParameter>,
  runner: ReturnType<typeof openSandboxPool>,
): Promise<AttemptResult> {
  const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
  const finishReason = isCut ? "length" : "stop";
  const model: LanguageModel = {
    name: "corpus",
    generate: () => Promise.resolve({ text, finishReason, usage, model: "corpus" }),
  };
  const problem: Problem = {
    objective: "",
    parameters: parameterStates([...parameters.values()]),
    feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
  };
  const [result] = await proposeChanges(optoPrimeProposer(), problem, {
    contextOf: () => proposeContext<unknown>({ model }),
    validate: ({ changes }) =>
      validateValues(parameters, changes, {
        runner: () => runner,
        smokeTest: (name, spec) => ({
          inputs: name === "policy" ? [[3, 4]] : [[3]],
          current: spec.program(),
        }),
      }),
    repairs: 0,
  });
  return result!; // one was asked for
}

/** Why the result is not the wanted one; empty when it is. */
async function faultsOf(
  result: AttemptResult,
  { wanted }: CorpusAnswer,
  parameters: ReadonlyMap<string, TraceParameter>,
  runner: ReturnType<typeof openSandboxPool>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const { changes, rejections, outcome, reason } = result;
  const reasons = [
    ...outcome === "unusable" ? [reason ?? ""] : [],
    ...rejections.map(({ parameter, reason }) => `${parameter}: ${reason}`),
  ];
  const named = new Set<string>();
  let isRefused = false;
  for (const line of wanted) {
    const [, refusal] = /^refused: (.*)$/.exec(line) ?? [];
    const [, name = "", args, value = ""] = /^(\w+)(?:\((.*)\))? = (.*)$/.exec(line) ?? [];
    if (line === "nothing") continue;
    if (refusal !== undefined) {
      isRefused = true;
      if (!reasons.some((each) => each.includes(refusal))) faults.push(`no refusal "${refusal}"`);
      continue;
    }
    named.add(name);
    const given = changes[name];
    if (args === undefined) {
      if (!equalValues(given, JSON.parse(value))) {
        faults.push(`${name} is ${JSON.stringify(given)}`);
      }
      continue;
    }
    if (typeof given !== "string") {
      faults.push(`${name} is no code: ${JSON.stringify(given)}`);
      continue;
    }
    const program = parameters.get(name)!.code!.program(given); // !: the corpus names code
    const called = await runner.run({ program, args: JSON.parse(`[${args}]`) });
    const returned = called.kind === "value" ? called.value : called.error.message;
    if (!equalValues(returned, JSON.parse(value))) faults.push(`${line} returned ${returned}`);
  }
  const extra = Object.keys(changes).filter((name) => !named.has(name));
  if (extra.length > 0) faults.push(`${extra} was changed`);
  if (!isRefused && reasons.length > 0) faults.push("it was refused");
  return faults.length === 0 ? [] : [...faults, ...reasons];
}

const runner = openSandboxPool({ size: 1, spares: 1, timeoutMs: 2_000 });
Deno.test.afterAll(() => runner[Symbol.asyncDispose]());

for (const [task, open] of Object.entries(tasks)) {
  Deno.test(`every answer of the corpus has its outcome: ${task}`, async () => {
    const list = open() as readonly TraceParameter[]; // as: parameters of the public functions
    await Promise.all(list.map((each) => each.ready()));
    const parameters = new Map(
      parameterStates(list).map(({ name }, place) => [name, list[place]!]), // !: in the same order
    );
    const faults: Record<string, readonly string[]> = {};
    for (const answer of await corpusOf(task)) {
      const found = await faultsOf(
        await propose(answer, parameters, runner),
        answer,
        parameters,
        runner,
      );
      if (found.length > 0) faults[answer.id] = found;
    }
    assertEquals(faults, {});
  });
}

Deno.test("the corpus has at least 200 answers", async () => {
  const all = await Promise.all(Object.keys(tasks).map((task) => corpusOf(task)));
  assertGreaterOrEqual(all.flat().length, 200);
});
