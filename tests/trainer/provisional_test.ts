import { assert, assertEquals, assertRejects } from "@std/assert";
import { defineTask, optimize, trainable } from "../../mod.ts";
import { UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { steppingProposer } from "../../src/testing/stepping_proposer.ts";
import type { Candidate } from "../../src/trainer/candidate.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { Trainer } from "../../src/trainer/trainer.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What an evaluator was asked for a candidate, in order. */
type Asked = Map<string, string[]>;

/** The toy problem, whose validation may wait; candidates that `fails` selects fail it when it is made. */
function patientEvaluator(
  asked: Asked,
  fails: (candidate: Candidate) => boolean = () => false,
): Evaluator {
  const toy = toyEvaluator();
  const note = ({ id }: Candidate, what: string) => asked.set(id, [...asked.get(id) ?? [], what]);
  return {
    ...toy,
    async validate(candidate, changed, options = {}) {
      const isProvisional = options.mayBeProvisional === true;
      note(candidate, isProvisional ? "screen" : candidate.isProvisional ? "confirm" : "validate");
      const validation = await toy.validate(candidate, changed, options);
      if (isProvisional) return { ...validation, isProvisional };
      if (!candidate.isProvisional || !fails(candidate)) return validation;
      const rejections = changed.map((parameter) => ({
        parameter,
        value: 0,
        reason: "another program",
      }));
      return { values: {}, rejections };
    },
    evaluate(request) {
      note(request.candidate, request.candidate.isProvisional ? "run provisionally" : "run");
      return toy.evaluate(request);
    },
  };
}

/** Walks as the search does: on values that were checked. */
function derived(isDerived = true): Proposer {
  const walk = steppingProposer();
  return {
    ...walk,
    async propose(problem, context) {
      const answer = await walk.propose(problem, context);
      if (answer.kind !== "several") return answer;
      const proposals = answer.proposals.map((each) =>
        each.kind === "suggestion" ? { ...each, isDerived } : each
      );
      return { ...answer, proposals };
    },
  };
}

const of = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is EventOf<Type> => event.type === type);

const settings = { trainer: "racing", steps: 8, proposals: 6, seed: 5 } as const;

Deno.test("a provisional candidate is validated completely before it becomes current or best", async () => {
  const asked: Asked = new Map();
  const evaluator = patientEvaluator(asked);
  const events = await eventsOf(toyRun({ ...settings, evaluator, optimizer: derived() }));
  const proposed = of(events, "proposed").filter(({ candidate }) => candidate !== undefined);
  assert(proposed.every(({ isProvisional }) => isProvisional), "the log tells what was screened");
  const confirmed = new Set(of(events, "confirmed").map(({ candidate }) => candidate));
  const accepted = of(events, "compared").filter(({ isAccepted }) => isAccepted);
  const best = of(events, "best").slice(1); // without the start
  assert(accepted.length > 2 && best.length > 2);
  for (const { candidate } of [...accepted, ...best]) assert(confirmed.has(candidate));
  assert(confirmed.size < proposed.length / 2, "most are never validated completely");
  for (const { candidate } of best) {
    const order = asked.get(candidate)!;
    assertEquals([order[0], order[1]], ["screen", "run provisionally"]);
    assert(order.lastIndexOf("run provisionally") < order.indexOf("confirm"));
    assert(order.includes("run"), "validation runs the complete program");
  }
});

Deno.test("a provisional candidate that fails its complete validation is dropped, told, and the last of its kind", async () => {
  const evaluator = patientEvaluator(new Map(), () => true);
  const events = await eventsOf(toyRun({ ...settings, evaluator, optimizer: derived() }));
  const dropped = of(events, "confirmed").filter(({ isConfirmed }) => !isConfirmed);
  assert(dropped.length > 0);
  const steps = new Set(dropped.map(({ step }) => step));
  assertEquals(steps.size, 1, "later candidates are validated completely at once");
  for (const { candidate, rejections } of dropped) {
    assertEquals(rejections?.[0]?.reason, "another program");
    const decided = of(events, "decided").find((event) => event.candidate === candidate);
    assertEquals(decided?.reason, "it failed its complete validation");
    assert(
      of(events, "compared").every((event) => event.candidate !== candidate || !event.isAccepted),
    );
  }
  const [step = 0] = steps;
  assert(of(events, "proposed").every((event) => event.step <= step || !event.isProvisional));
  assert(of(events, "compared").some(({ isAccepted }) => isAccepted), "the search goes on");
});

Deno.test("nothing is provisional without a mark of the proposer, with a model, or for another trainer", async () => {
  const variants: readonly Partial<ToyRunOptions>[] = [
    { optimizer: derived(false) },
    { optimizer: derived(), model: scriptedModel(() => "{}") },
    { optimizer: derived(), trainer: "minibatch" },
  ];
  for (const variant of variants) {
    const evaluator = patientEvaluator(new Map());
    const events = await eventsOf(toyRun({ ...settings, steps: 2, evaluator, ...variant }));
    assertEquals(of(events, "proposed").filter(({ isProvisional }) => isProvisional), []);
  }
});

Deno.test("no trainer can accept, select or offer a provisional candidate", async () => {
  const careless = (act: "select" | "offer" | "challenge"): Trainer => ({
    name: "careless",
    async step(context) {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      const made = await context.propose(own!, { mayBeProvisional: true });
      if (act !== "challenge") return void await context[act](made[0]!);
      const challengers = await context.evaluate(made, own!.examples);
      assertEquals(context.challenge(own!, challengers), null);
    },
  });
  const run = (act: Parameters<typeof careless>[0]) =>
    toyRun({
      ...{ seed: 5, steps: 3, proposals: 6, evaluator: patientEvaluator(new Map()) },
      ...{ optimizer: derived(), trainer: careless(act) },
    }).result;
  await assertRejects(() => run("select"), UsageError, "received a provisional candidate");
  await assertRejects(() => run("offer"), UsageError, "received a provisional candidate");
  assertEquals((await run("challenge")).best.step, 0);
});

Deno.test("a resumed run repeats what was provisional, and validates nothing twice", async () => {
  const full = await tempDir();
  const options = () => ({ ...settings, steps: 4, optimizer: derived() });
  await toyRun({ ...options(), evaluator: patientEvaluator(new Map()), runDir: full }).result;
  const all = readEventLog(`${full}/events.jsonl`);
  const places = all.flatMap(({ type }, place) => type === "confirmed" ? [place, place + 1] : []);
  assert(places.length > 2);
  for (const place of places) {
    const cut = await tempDir();
    await Deno.writeTextFile(
      `${cut}/events.jsonl`,
      all.slice(0, place).map((event) => JSON.stringify(event) + "\n").join(""),
    );
    const asked: Asked = new Map();
    const evaluator = patientEvaluator(asked);
    await toyRun({ ...options(), evaluator, runDir: cut, resume: true }).result;
    const resumed = readEventLog(`${cut}/events.jsonl`);
    assertEquals(records(resumed), records(all), `cut after event ${place}`);
    for (const event of of(all.slice(0, place), "confirmed")) {
      assert(!asked.get(event.candidate)?.includes("confirm"));
    }
  }
});

Deno.test("the search on code is screened, and what it accepts is compiled completely", async () => {
  const task = defineTask({
    name: "slope",
    agent: () =>
      trainable(function line(x: number): number {
        return 2 * x + 4;
      }),
    examples: { train: Array.from({ length: 6 }, (_, x) => ({ input: x })) },
    guide: ({ input }, output) => output instanceof Error ? -100 : -Math.abs(output - 3 * input),
    trainer: { steps: 4, proposals: 24 },
  });
  const events = await eventsOf(optimize(task, { seed: 1 }));
  const [first] = of(events, "best");
  const best = of(events, "best").at(-1)!;
  assert(best.score! > first!.score!);
  assert(of(events, "proposed").every((event) => !event.candidate || event.isProvisional));
  const confirmed = of(events, "confirmed");
  assert(confirmed.every(({ isConfirmed }) => isConfirmed));
  assert(confirmed.some(({ candidate }) => candidate === best.candidate));
});
