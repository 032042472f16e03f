import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import type { LanguageModel, ModelRequest } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { gradientPlan } from "../../src/optimizer/textgrad/gradient_plan.ts";
import { textGradProposer } from "../../src/optimizer/textgrad.ts";
import { proposeChanges } from "../../src/optimizer/propose_changes.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { trialHistory } from "../../src/problem/trial.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
} from "../../src/testing/same_records.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import {
  bareContext,
  battleship,
  graphOf,
  type NodeSketch,
  numberState,
  numeric,
} from "./problems.ts";

const textOf = ({ messages }: ModelRequest) => messages.map(({ content }) => content).join("\n");

/** The name that a request for a gradient asks about; null for a request for values. */
const askedOf = (request: ModelRequest): string | null =>
  /How should the (?:variable|value) (\S+) change\?$/.exec(textOf(request))?.[1] ?? null;

/** A model that says of each name that it should grow, and then answers. */
const saying = (answer = '{"suggestion": {"x0": 4}}') =>
  scriptedModel((request) => {
    const name = askedOf(request);
    return name === null ? answer : `<think>hm</think> ${name} should grow.`;
  });

/** So many layers of so many additions, each of all results of the layer before. */
function layers(count: number, width: number): Problem {
  const sketches: Record<string, NodeSketch> = { x0: { kind: "parameter", value: 1 } };
  let before = ["x0"];
  for (let layer = 0; layer < count; layer++) {
    const names = Array.from({ length: width }, (_, at) => `sum${layer}_${at}`);
    for (const name of names) {
      const of = Object.fromEntries(before.map((source, at) => [`a${at}`, source]));
      sketches[name] = { value: layer, by: ["sum", "Adds all."], of };
    }
    before = names;
  }
  const of = Object.fromEntries(before.map((source, at) => [`a${at}`, source]));
  sketches.out = { value: 9, by: ["sum", "Adds all."], of };
  const graph = graphOf(sketches);
  return {
    objective: "",
    parameters: [numberState("x0", 1)],
    feedback: {
      graph,
      outputs: [{ node: graph.nodes.length - 1, feedback: { feedback: "more" } }],
    },
  };
}

Deno.test("textGradProposer() asks once for each node, whatever the number of edges", async () => {
  for (const width of [1, 4]) {
    const model = saying();
    await textGradProposer({ maxGradients: 99 }).propose(layers(3, width), {
      ...bareContext,
      memory: { gradients: {} },
      model,
    });
    const asked = model.requests.map(askedOf);
    assertEquals(asked.length, 3 * width + 2); // each node but the output, and the values
    assertEquals(new Set(asked).size, asked.length);
  }
});

Deno.test("textGradProposer() tells all that was said of what uses a value, and the gradients of the variables", async () => {
  const model = saying();
  const context = { ...bareContext, memory: { gradients: {} }, model };
  const answer = await textGradProposer().propose(battleship, context);
  assertEquals(model.requests.map(askedOf), ["boldness", "act0", "act", "reason0", "reason", null]);
  const [boldness, , act, , , last] = model.requests.map(textOf);
  assertStringIncludes(boldness ?? "", "The shot at row 0, column 0 missed.");
  assertStringIncludes(act ?? "", "#Feedback\nact0: act0 should grow.");
  assert(!(act ?? "").includes("shoot0"), "a step beyond the next ones is not shown");
  for (const name of ["reason", "act", "boldness"]) {
    assertStringIncludes(last ?? "", `\n${name}: ${name} should grow.`);
  }
  assert(!(last ?? "").includes("#Code\n"));
  const gradients = { reason: ["reason should grow."], act: ["act should grow."] };
  assertEquals(answer.memory?.gradients, { ...gradients, boldness: ["boldness should grow."] });
});

Deno.test("a trace with more nodes than calls has gradients at some, evenly spread, and reaches the parameters", async () => {
  const problem = layers(40, 1);
  const plan = gradientPlan(problem.feedback, 5);
  assertEquals(plan.map(({ node }) => node), [40, 30, 20, 10, 0]);
  assertEquals(plan.map(({ next }) => next), [[41], [40], [30], [20], [10]]);
  const model = saying();
  await textGradProposer({ maxGradients: 5 }).propose(problem, {
    ...bareContext,
    memory: { gradients: {} },
    model,
  });
  assertEquals(model.requests.length, 6);
  assertStringIncludes(textOf(model.requests[5]!), "x0 should grow."); // the last of six
});

Deno.test("gradients that do not wait for each other are asked for at the same time", async () => {
  let running = 0;
  let most = 0;
  const model: LanguageModel = {
    name: "slow",
    async generate(request, options) {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return await saying().generate(request, options);
    },
  };
  const context = { ...bareContext, memory: { gradients: {} }, model };
  await textGradProposer({ maxGradients: 99 }).propose(layers(1, 30), context);
  assertEquals(most, 8);
});

Deno.test("a gradient that fails hands on what was said of the next ones; without any the ask fails", async () => {
  const failing = (names: readonly string[]) =>
    scriptedModel((request) => {
      const name = askedOf(request);
      if (name !== null && names.includes(name)) throw new ModelError("busy");
      return name === null ? '{"suggestion": {"x0": 4}}' : `${name} should grow.`;
    });
  const propose = (model: LanguageModel) =>
    textGradProposer().propose(numeric, { ...bareContext, memory: { gradients: {} }, model });
  const answer = await propose(failing(["mul0", "x0"]));
  assertEquals(answer.memory?.gradients, {
    x0: ["mul0: add0: The output should be larger."],
    y0: ["y0 should grow."],
  });
  await assertRejects(() => propose(failing(["mul0", "x0", "y0"])), ModelError, "busy");
});

Deno.test("a repair asks for no gradients, and continues the conversation", async () => {
  const model = saying("I do not know.");
  const proposer = textGradProposer();
  let memory = proposer.initialMemory!;
  await proposeChanges(proposer, numeric, {
    contextOf: () => ({ ...bareContext, memory, model }),
    validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [] }),
    onAnswer: (answer) => memory = answer.memory!,
    repairs: 2,
  });
  assertEquals(model.requests.map(askedOf).filter((name) => name !== null).length, 3);
  const [first, second] = model.requests.filter((request) => askedOf(request) === null);
  assertEquals(second?.messages.slice(0, 2), first?.messages);
});

Deno.test("textGradProposer() previews the first gradient, and refuses a number of calls that is none", () => {
  const request = textGradProposer().request!(numeric, { history: trialHistory() }); // it has one
  assertEquals([askedOf(request), request.format], ["mul0", undefined]);
  for (const maxGradients of [0, 1.5]) {
    assertThrows(() => textGradProposer({ maxGradients }), UsageError, "as maxGradients");
  }
});

/** The toy problem with a trace: the sum of both numbers. */
function tracedToy(): Evaluator {
  const toy = toyEvaluator();
  return {
    ...toy,
    async evaluate(request) {
      const report = await toy.evaluate(request);
      if (!request.isTraced) return report;
      const { x = 0, y = 0 } = request.candidate.values as Record<string, number>; // as: the toy's two numbers
      const graph = graphOf({
        x: { kind: "parameter", value: x },
        y: { kind: "parameter", value: y },
        neg0: { value: -y, by: ["neg", "Negates x."], of: { x: "y" } },
        add0: { value: x - y, by: ["add", "Adds x and y."], of: { x: "x", y: "neg0" } },
      });
      const { score, feedback } = report;
      return {
        ...report,
        feedbackGraph: {
          graph,
          outputs: [{ node: 3, feedback: { feedback, ...(score === null ? {} : { score }) } }],
        },
      };
    },
  };
}

Deno.test("a run with textgrad is the same at any concurrency and after each resume, and pays each call once", async () => {
  const model = () =>
    scriptedModel((request) => {
      const text = textOf(request);
      if (askedOf(request) !== null) return `${askedOf(request)}: ${text.length} signs.`;
      if (text.length % 3 === 0 && !text.includes("cannot be used")) return "I do not know.";
      return `{"suggestion": {"x": ${text.length % 7}, "y": ${-(text.length % 5)}}}`;
    });
  const start = (options: object) =>
    toyRun({
      ...{ seed: 2, steps: 3, batchSize: 2, trainer: "minibatch", proposals: 2 },
      optimizer: { name: "textgrad" },
      model: model(),
      evaluator: tracedToy(),
      ...options,
    });
  await assertSameAtAnyConcurrency(start);
  await assertSameWhenResumed(start, { cuts: 12 });
  const { usage } = await start({ steps: 1 }).result;
  assert(usage.calls >= 5, `${usage.calls} calls`); // three gradients, two proposals
});
