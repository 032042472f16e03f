import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { budgetOf } from "../../src/run/budget.ts";
import { type RunOptions, runSettings } from "../../src/run/run_settings.ts";
import { steppingProposer } from "../../src/testing/stepping_proposer.ts";
import type { EventOf } from "../../src/trainer/event.ts";
import { chooseAcceptance } from "../../src/trainer/acceptance.ts";
import { minibatch } from "../../src/trainer/minibatch.ts";
import type { TrainingSettings } from "../../src/trainer/trainers.ts";
import { sampleRun } from "../support/sample_run.ts";

function settingsOf(
  options: RunOptions = {},
  { training = {}, repairs, started, model = null }: {
    readonly model?: LanguageModel | null;
    readonly training?: TrainingSettings;
    readonly repairs?: number;
    readonly started?: EventOf<"started">;
  } = {},
) {
  return runSettings({
    options,
    model,
    started,
    strategies: {
      proposer: steppingProposer(),
      pipeline: repairs === undefined ? {} : { repairs },
      trainer: minibatch,
      training,
      prompts: {},
      acceptance: chooseAcceptance({ given: options.accept, task: training.accept }),
    },
  });
}

Deno.test("runSettings() has defaults", () => {
  const { concurrency, budget, ...rest } = settingsOf();
  assertEquals(rest, {
    seed: 0,
    steps: 20,
    batchSize: 4,
    optimizer: "stepping",
    trainer: "minibatch",
    threshold: 0,
    accept: "better",
    evaluationCost: 0,
    samples: 1,
  });
  assertEquals(concurrency, Math.min(navigator.hardwareConcurrency, 4));
  assertEquals(budget, {
    calls: 200,
    tokens: 1_000_000,
    usd: null,
    seconds: 3600,
    evaluations: null,
  });
});

Deno.test("runSettings() takes options before the settings of the task", () => {
  const training = {
    steps: 3,
    batchSize: 2,
    proposals: 5,
    threshold: 0.5,
    accept: "equal" as const,
    evaluationCost: 0.5,
    samples: 2,
    target: 9,
    patience: 4,
  };
  const { concurrency: _cores, budget: _budget, ...ofTask } = settingsOf({}, { training });
  const named = { seed: 0, optimizer: "stepping", trainer: "minibatch" };
  assertEquals(ofTask, { ...named, ...training });
  const decisions = { accept: "always", evaluationCost: 0, samples: 1 } as const;
  const rules = { steps: 1, batchSize: 1, proposals: 1, threshold: 0, target: 0, patience: 1 };
  const options = { ...rules, ...decisions };
  const { concurrency: _places, budget: _limits, ...given } = settingsOf(options, { training });
  assertEquals(given, { ...named, ...options });
});

for (
  const [name, least] of [
    ["seed", 0],
    ["steps", 0],
    ["batchSize", 1],
    ["concurrency", 1],
    ["patience", 1],
    ["proposals", 1],
    ["samples", 1],
  ] as const
) {
  Deno.test(`runSettings() takes ${name} from ${least} upward`, () => {
    assertEquals(settingsOf({ [name]: least })[name], least);
    for (const value of [least - 1, least + 0.5, NaN, Infinity]) {
      const { message, advice } = assertThrows(() => settingsOf({ [name]: value }), UsageError);
      assertEquals(
        message,
        `Cannot use "${value}" as ${name}: received no whole number from ${least} upward`,
      );
      assertEquals(advice, `Give ${name} a whole number, ${least} or more.`);
    }
  });
}

Deno.test("runSettings() takes any number of repairs from 0", () => {
  assertEquals(settingsOf().repairs, undefined);
  assertEquals([0, 7].map((repairs) => settingsOf({}, { repairs }).repairs), [0, 7]);
  assertThrows(() => settingsOf({}, { repairs: -1 }), UsageError, '"-1" as repairs');
});

Deno.test("runSettings() goes on with the settings of the log, and refuses others", () => {
  const [event] = sampleRun();
  const logged = event as EventOf<"started">; // as: a run begins with this event
  const started = { ...logged, optimizer: "stepping", trainer: "minibatch", repairs: 1 };
  const settings = settingsOf({ budget: { calls: 7 } }, { started, training: { steps: 99 } });
  assertEquals([settings.steps, settings.batchSize, settings.repairs], [6, 4, 1]);
  assertEquals(settings.budget, { ...logged.budget, calls: 7 });
  assertEquals(settingsOf({ steps: 9, seed: 1 }, { started }).steps, 9);
  const { message, advice } = assertThrows(
    () => settingsOf({ batchSize: 3 }, { started }),
    UsageError,
  );
  assertEquals(message, 'Cannot resume the run with batchSize "3": received "4" before');
  assertEquals(advice, "Omit it to keep the earlier setting, or start a new run.");
});

Deno.test("runSettings() takes a cost of evaluations from 0 upward, a hundredth of a call with a model", () => {
  assertEquals(settingsOf({ evaluationCost: 0.25 }).evaluationCost, 0.25);
  assertEquals(settingsOf({}, { model: scriptedModel([]) }).evaluationCost, 0.01);
  assertEquals(settingsOf({ evaluationCost: "measured" }).evaluationCost, "measured");
  for (const evaluationCost of [-0.001, NaN, Infinity]) {
    assertThrows(
      () => settingsOf({ evaluationCost }),
      UsageError,
      'received neither a number from 0 upward nor "measured"',
    );
  }
});

Deno.test("runSettings() refuses another rule, cost or number of samples when a run is resumed", () => {
  const [event] = sampleRun();
  const logged = event as EventOf<"started">; // as: a run begins with this event
  const names = { optimizer: "stepping", trainer: "minibatch" };
  const started = { ...logged, ...names, accept: "better", evaluationCost: 0, samples: 2 };
  const { accept, evaluationCost, samples } = settingsOf({}, { started });
  assertEquals([accept, evaluationCost, samples], ["better", 0, 2]);
  for (const options of [{ accept: "equal" }, { evaluationCost: 1 }, { samples: 1 }] as const) {
    assertThrows(() => settingsOf(options, { started }), UsageError, "Cannot resume the run with");
  }
});

Deno.test("budgetOf() limits dollars by default only where the price is known", () => {
  const priced = scriptedModel([]);
  const { price: _price, ...unpriced } = priced;
  assertEquals([priced, unpriced, null].map((model) => budgetOf({}, { model }).usd), [
    5,
    null,
    null,
  ]);
});

Deno.test("budgetOf() takes limits from 0, and none", () => {
  for (const name of ["calls", "tokens", "usd", "seconds", "evaluations"] as const) {
    for (const limit of [0, 0.5, null]) {
      assertEquals(budgetOf({ [name]: limit }, { model: null })[name], limit);
    }
    for (const limit of [-0.001, NaN]) {
      const { message, advice } = assertThrows(
        () => budgetOf({ [name]: limit }, { model: null }),
        UsageError,
      );
      assertEquals(
        message,
        `Cannot use "${limit}" as the budget of ${name}: received no number of at least 0`,
      );
      assertEquals(advice, "Give a limit of 0 or more, or null for none.");
    }
  }
});
