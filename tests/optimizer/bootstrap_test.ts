import { assert, assertEquals, assertThrows } from "@std/assert";
import { bundle, defineTask, exactMatch, optimize, scriptedModel } from "../../mod.ts";
import { bootstrapProposer } from "../../src/optimizer/bootstrap.ts";
import {
  type Demonstration,
  demonstrations,
  demonstrationsText,
} from "../../src/optimizer/demonstrations.ts";
import { parameterStates } from "../../src/optimizer/parameter_state.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import { randomFrom } from "../../src/seeds.ts";

/** The application's model: it knows the form of an answer where a demonstration or a short review shows it. */
const student = scriptedModel(({ messages }) => {
  const prompt = messages[0]?.content ?? "";
  const review = prompt.split("\n").at(-1) ?? "";
  const word = review.includes("bad") ? "negative" : "positive";
  return prompt.includes("output: ") || review.length < 12 ? word : `It sounds ${word} to me!`;
});

const answer = bundle(
  async function answer(shots: readonly Demonstration[], review: string): Promise<string> {
    const content = [demonstrationsText(shots), review].filter((part) => part !== "").join("\n\n");
    const { text } = await student.generate({ messages: [{ role: "user", content }] });
    return text;
  },
  { description: "Asks the application's model." },
);

const reviews = [
  ["Good.", "positive"],
  ["A bad one.", "negative"],
  ["I would buy it again at once.", "positive"],
  ["It was a bad idea to buy this.", "negative"],
] as const;

const task = defineTask({
  name: "sentiment",
  agent: () => {
    const shots = demonstrations({ max: 2 });
    return { shots, forward: (review: string) => answer(shots, review) };
  },
  examples: {
    train: reviews.map(([input, expected]) => ({ input, expected })),
    validation: [{ input: "Nothing bad can be said of it, or can it?", expected: "negative" }],
  },
  guide: exactMatch(),
});

Deno.test("bootstrapProposer() takes demonstrations from the best runs, best first, then random sets", async () => {
  const shots = demonstrations({ max: 2 });
  for (const [review, expected] of reviews) {
    const output = await answer(shots, review);
    output.backward({ score: Number(output.data === expected) });
  }
  const problem = {
    objective: "",
    parameters: parameterStates([shots]),
    feedback: feedbackGraph([shots]),
  };
  const proposer = bootstrapProposer();
  const ask = (seed: number) =>
    proposer.propose(problem, proposeContext({ count: 8, random: randomFrom(seed) }));
  const made = await ask(1);
  assert(made.kind === "several");
  const sets = made.proposals.map((proposal) =>
    proposal.kind === "suggestion" ? proposal.values.demonstrations as Demonstration[] : [] // as: its only parameter
  );
  assertEquals(sets[0], [
    { input: { review: "Good." }, output: "positive" },
    { input: { review: "A bad one." }, output: "negative" },
  ]);
  assert(sets.some((set) => set.length === 1) && sets.every((set) => set.length <= 2));
  assertEquals(await ask(1), made);
  assertEquals(proposer.canChange?.(problem.parameters[0]!), true);
});

Deno.test("a run with bootstrapProposer() fills demonstrations that help on examples it did not see", async () => {
  const { initial, best } = await optimize(task, {
    optimizer: bootstrapProposer(),
    trainer: "minibatch",
    steps: 1,
    model: null,
  }).result;
  assertEquals([initial.score, best.score], [0, 1]);
  const shots = best.parameters.demonstrations as readonly Demonstration[]; // as: its schema has checked it
  assert(
    shots.length > 0 && shots.every(({ output }) => /^(?:posi|nega)tive$/.test(String(output))),
  );
});

Deno.test("bootstrapProposer() suggests nothing where no run is better than the others", async () => {
  const shots = demonstrations();
  const output = await answer(shots, "Good.");
  output.backward({ score: 1 });
  const answered = await bootstrapProposer().propose(
    { objective: "", parameters: parameterStates([shots]), feedback: feedbackGraph([shots]) },
    proposeContext({ count: 2 }),
  );
  assertEquals(answered.kind, "nothing");
});

Deno.test("bootstrapProposer() takes no demonstration of more than 4,000 characters, and tells long inputs apart", async () => {
  const shots = demonstrations({ max: 8 });
  const base = "bad ".repeat(600);
  const given = [`${base}1`, `${base}2`, "bad ".repeat(12_500), "Good."];
  for (const review of given) {
    const output = await answer(shots, review);
    output.backward({ score: Number(review !== "Good.") });
  }
  const made = await bootstrapProposer().propose(
    { objective: "", parameters: parameterStates([shots]), feedback: feedbackGraph([shots]) },
    proposeContext({ count: 1 }),
  );
  assert(made.kind === "several" && made.proposals[0]?.kind === "suggestion");
  const set = made.proposals[0].values.demonstrations as readonly Demonstration[]; // as: its only parameter
  assertEquals(set.map(({ input }) => input.review), given.slice(0, 2));
});

Deno.test("demonstrationsText() shows an input called output", () => {
  const shown = [{ input: { output: "seen" }, output: "given" }];
  assertEquals(demonstrationsText(shown), "output: seen\noutput: given");
});

Deno.test("demonstrations() refuses more than its maximum, and a maximum below 1", () => {
  const shots = demonstrations({ max: 1 });
  const one = { input: { review: "Good." }, output: 3 };
  shots.update([one]);
  assertEquals(demonstrationsText(shots.data), "review: Good.\noutput: 3");
  assertThrows(() => shots.update([one, one]), Error, "at most 1 records");
  assertThrows(() => demonstrations({ max: 0 }), RangeError, "whole number above 0");
});
