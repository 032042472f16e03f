import { assert, assertEquals, assertRejects } from "@std/assert";
import { BudgetError, TaskError } from "../../src/errors.ts";
import { redactor } from "../../src/model/redact.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { type Candidate, candidateOf } from "../../src/trainer/candidate.ts";
import { reportIn } from "../../src/trainer/evaluated_event.ts";
import { Evaluations, type EvaluationsOptions } from "../../src/trainer/evaluations.ts";
import type {
  EvaluationRequest,
  Evaluator,
  ExampleRef,
  Report,
} from "../../src/trainer/evaluator.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { Ledger } from "../../src/trainer/ledger.ts";

const train = (index: number): ExampleRef => ({ split: "train", index });
const one = candidateOf({ x: 1, y: 1 });
const two = candidateOf({ x: 2, y: 2 });
const { signal } = new AbortController();

interface SetUpOptions extends Partial<EvaluationsOptions> {
  readonly maxEvaluations?: number;
  readonly known?: readonly RunEvent[];
}

/** Evaluations of the toy problem, with the requests that reached its evaluator and the events. */
function setUp({ maxEvaluations, known = [], ...more }: SetUpOptions = {}) {
  const requests: EvaluationRequest[] = [];
  const events: RunEvent[] = [];
  const ledger = new Ledger({ maxEvaluations: maxEvaluations ?? null, clock: () => 0 });
  const evaluations = new Evaluations({
    evaluator: toyEvaluator({ onEvaluate: (request) => void requests.push(request) }),
    journal: new Journal(known),
    ledger,
    emit: (event) => void events.push(event),
    seed: 5,
    concurrency: 1,
    isTraced: false,
    ...more,
  });
  const evaluate = (pairs: readonly (readonly [Candidate, ExampleRef])[], under = signal) =>
    evaluations.evaluate(1, pairs.map(([candidate, example]) => ({ candidate, example })), under);
  return { evaluate, requests, events, ledger };
}

/** The toy evaluator with other reports. */
function evaluatorWith(evaluate: Evaluator["evaluate"]): Evaluator {
  return { ...toyEvaluator(), evaluate };
}

const fullReport: Report = {
  score: 0.5,
  feedback: "good",
  metrics: { size: 3 },
  output: "a long output",
  error: "it failed",
  feedbackGraph: { graph: { version: 1, nodes: [] }, outputs: [] },
  messages: { x: new Map([["k", 1n]]) },
  console: [{ level: "log", text: "hello" }],
  isByClock: true,
  durationMs: 7,
};

Deno.test("Evaluations passes on the seed of the run, whatever the candidate and the example", async () => {
  const { evaluate, requests } = setUp({ seed: 6 });
  const validation: ExampleRef = { split: "validation", index: 0 };
  await evaluate([[one, train(0)], [two, train(0)], [one, train(1)], [one, validation]]);
  assertEquals(requests.map(({ seed }) => seed), [6, 6, 6, 6]);
});

Deno.test("Evaluations evaluates a pair once, within a group and after it", async () => {
  const { evaluate, requests, events, ledger } = setUp();
  const [first, second] = await evaluate([[one, train(0)], [one, train(0)]]);
  assertEquals(second, first);
  assertEquals(
    await evaluate([[one, train(1)], [one, train(0)]]).then(([, known]) => known),
    first,
  );
  assertEquals([requests.length, events.length, ledger.spent().evaluations], [2, 2, 2]);
});

Deno.test("Evaluations asks for traces of train examples only, and only where they are read", async () => {
  const pairs = [[one, train(0)], [one, { split: "validation", index: 0 }]] as const;
  for (const isTraced of [true, false]) {
    const { evaluate, requests } = setUp({ isTraced });
    await evaluate(pairs);
    assertEquals(requests.map((request) => request.isTraced), [isTraced, false]);
  }
});

Deno.test("Evaluations emits the whole report, and gives trainers the parts that they use", async () => {
  const evaluator = evaluatorWith(() => Promise.resolve(fullReport));
  const { evaluate, events } = setUp({ evaluator });
  const [report] = await evaluate([[one, train(3)]]);
  const [event] = events as EventOf<"evaluated">[]; // as: it emits no others
  assert(event !== undefined);
  assertEquals(reportIn(JSON.parse(JSON.stringify(event))), fullReport);
  assertEquals([event.step, event.candidate, event.example, event.seconds], [
    1,
    one.id,
    train(3),
    0,
  ]);
  assertEquals(report, { ...fullReport, console: [] });
});

Deno.test("Evaluations keeps 500 characters of an output, and tells different longer ones apart", async () => {
  const outputOf = async (output: string) => {
    const evaluator = evaluatorWith(() => Promise.resolve({ ...fullReport, output }));
    const [report] = await setUp({ evaluator }).evaluate([[one, train(0)]]);
    return report?.output ?? "";
  };
  const same = "x".repeat(500);
  assertEquals(await outputOf(same), same);
  const [first, second, again] = [
    await outputOf(`${same}1`),
    await outputOf(`${same}2`),
    await outputOf(`${same}1`),
  ];
  assertEquals([first?.length, first === second, first === again], [514, false, true]);
});

Deno.test("Evaluations leaves what a report lacks out of its event", async () => {
  const { score, feedback, metrics, output, durationMs } = fullReport;
  const bare: Report = { score, feedback, metrics, output, console: [], durationMs };
  const evaluator = evaluatorWith(() => Promise.resolve(bare));
  const { evaluate, events } = setUp({ evaluator });
  const [report] = await evaluate([[one, train(0)]]);
  assertEquals(report, bare);
  const [event] = events as EventOf<"evaluated">[]; // as: it emits no others
  assertEquals(Object.keys(event ?? {}).toSorted(), [
    "candidate",
    "durationMs",
    "example",
    "feedback",
    "metrics",
    "output",
    "score",
    "seconds",
    "step",
    "type",
  ]);
  assertEquals(reportIn(event!), bare); // !: one was emitted
});

Deno.test("Evaluations answers from the log, emits its events again and counts nothing", async () => {
  const first = setUp();
  const reports = await first.evaluate([[one, train(0)], [one, train(1)]]);
  const second = setUp({ known: first.events });
  assertEquals(await second.evaluate([[one, train(1)], [one, train(0)]]), reports.toReversed());
  assertEquals(second.events, first.events.toReversed());
  assertEquals([second.requests.length, second.ledger.spent().evaluations], [0, 0]);
});

Deno.test("Evaluations counts a group as a whole before it starts", async () => {
  const { evaluate, requests, ledger } = setUp({ maxEvaluations: 2 });
  await assertRejects(
    () => evaluate([[one, train(0)], [one, train(1)], [one, train(2)]]),
    BudgetError,
  );
  assertEquals([requests.length, ledger.spent().evaluations], [0, 0]);
  await evaluate([[one, train(0)], [one, train(1)]]);
  assertEquals(requests.length, 2);
});

Deno.test("Evaluations starts nothing under an aborted signal", async () => {
  const { evaluate, requests, ledger } = setUp();
  const reason = new Error("enough");
  await assertRejects(
    () => evaluate([[one, train(0)]], AbortSignal.abort(reason)),
    Error,
    "enough",
  );
  assertEquals([requests.length, ledger.spent().evaluations], [0, 0]);
});

Deno.test("Evaluations starts no more after a failure, and keeps the reports it has", async () => {
  const asked: number[] = [];
  let isBroken = true;
  const toy = toyEvaluator();
  const evaluator = evaluatorWith((request) => {
    asked.push(request.example.index);
    if (request.example.index === 1 && isBroken) throw new TaskError("no data");
    return toy.evaluate(request);
  });
  const { evaluate } = setUp({ evaluator });
  const pairs = [0, 1, 2].map((index) => [one, train(index)] as const);
  await assertRejects(() => evaluate(pairs), TaskError, "no data");
  assertEquals(asked, [0, 1]);
  isBroken = false;
  await evaluate(pairs);
  assertEquals(asked, [0, 1, 1, 2]);
});

Deno.test("Evaluations starts no further example of a candidate after another candidate failed", async () => {
  const asked: string[] = [];
  const evaluator = evaluatorWith(async ({ candidate, example }) => {
    asked.push(`${candidate.values.x} ${example.index}`);
    await Promise.resolve();
    if (candidate.id === one.id) throw new TaskError("no data");
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    return fullReport;
  });
  const pairs = [one, two].flatMap((candidate) =>
    [0, 1].map((index) => [candidate, train(index)] as const)
  );
  const { evaluate } = setUp({ evaluator, concurrency: 2 });
  await assertRejects(() => evaluate(pairs), TaskError, "no data");
  assertEquals(asked, ["1 0", "2 0"]);
});

Deno.test("Evaluations aborts evaluations under way when one fails, and ends after them", async () => {
  let hasEnded = false;
  const evaluator = evaluatorWith(async ({ example, signal }) => {
    if (example.index === 1) throw new TaskError("no data");
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    await Promise.resolve();
    hasEnded = true;
    return fullReport;
  });
  const { evaluate } = setUp({ evaluator, concurrency: 2 });
  await assertRejects(() => evaluate([[one, train(0)], [one, train(1)]]), TaskError, "no data");
  assert(hasEnded);
});

Deno.test("Evaluations runs as many at a time as there are places, the examples of one candidate together", async () => {
  let running = 0;
  let most = 0;
  const order: string[] = [];
  const evaluator = evaluatorWith(async ({ candidate, example }) => {
    order.push(`${candidate.values.x} ${example.index}`);
    most = Math.max(most, ++running);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    running--;
    return fullReport;
  });
  const three = candidateOf({ x: 3, y: 3 });
  const pairs = [one, two, three].flatMap((candidate) =>
    [0, 1, 2].map((index) => [candidate, train(index)] as const)
  );
  await setUp({ evaluator, concurrency: 2 }).evaluate(pairs);
  assertEquals(most, 2);
  // The third candidate is left over from an even division: both places share its examples.
  assertEquals(order, ["1 0", "2 0", "1 1", "2 1", "1 2", "2 2", "3 0", "3 1", "3 2"]);
});

for (const [isTraced, kept] of [[true, 2_000], [false, 50_000]] as const) {
  Deno.test(`Evaluations keeps ${kept} reports ${isTraced ? "with" : "without"} traces, and forgets the least recently used`, async () => {
    const { score, feedback, metrics, output, durationMs } = fullReport;
    const report: Report = { score, feedback, metrics, output, console: [], durationMs };
    const asked: number[] = [];
    const evaluator = evaluatorWith(({ example }) => {
      asked.push(example.index);
      return Promise.resolve(report);
    });
    const { evaluate } = setUp({ evaluator, isTraced });
    // In two groups: of a large one all reports are kept.
    for (const start of [0, kept / 2]) {
      await evaluate(
        Array.from({ length: kept / 2 }, (_, index) => [one, train(start + index)]),
      );
    }
    await evaluate([[one, train(0)]]); // used again: the second is the oldest now
    assertEquals(asked.length, kept);
    await evaluate([[one, train(kept)]]);
    await evaluate([[one, train(0)], [one, train(2)]]);
    assertEquals(asked.length, kept + 1);
    await evaluate([[one, train(1)]]);
    assertEquals(asked.slice(kept), [kept, 1]);
  });
}

Deno.test("Evaluations logs the data of an example once, before its first evaluation", async () => {
  const evaluator: Evaluator = {
    ...toyEvaluator(),
    exampleText: ({ index }) => Promise.resolve({ input: `input ${index}`, expected: "4" }),
  };
  const { evaluate, events } = setUp({ evaluator });
  await evaluate([[one, train(0)], [two, train(0)], [one, train(1)]]);
  await evaluate([[two, train(1)]]);
  const kinds = events.map((event) =>
    event.type === "example" ? `${event.input} ${event.expected}` : event.type
  );
  assertEquals(kinds.filter((kind) => kind !== "evaluated").sort(), ["input 0 4", "input 1 4"]);
  for (const index of [0, 1]) {
    const of = (type: RunEvent["type"]) =>
      events.findIndex((event) =>
        event.type === type && "example" in event && event.example.index === index
      );
    assert(of("example") < of("evaluated"));
  }
});

Deno.test("Evaluations logs no data of examples when the evaluator gives none", async () => {
  const { evaluate, events } = setUp();
  await evaluate([[one, train(0)]]);
  assertEquals(events.map(({ type }) => type), ["evaluated"]);
});

Deno.test("Evaluations keeps the reports of a group that is larger than its cache until the next one", async () => {
  const { score, feedback, metrics, output, durationMs } = fullReport;
  const report: Report = { score, feedback, metrics, output, console: [], durationMs };
  let asked = 0;
  const evaluator = evaluatorWith(() => (asked++, Promise.resolve(report)));
  const { evaluate } = setUp({ evaluator });
  const size = 30_000;
  const groupOf = (candidate: Candidate) =>
    Array.from({ length: size }, (_, index) => [candidate, train(index)] as const);
  await evaluate(groupOf(one));
  await evaluate(groupOf(two));
  await evaluate(groupOf(one));
  assertEquals(asked, 2 * size);
});

Deno.test("Evaluations lets timers run, also when no evaluation waits", async () => {
  let ticks = 0;
  let isBusy = true;
  const tick = () => {
    ticks++;
    if (isBusy) setTimeout(tick);
  };
  setTimeout(tick);
  const evaluator = evaluatorWith(() => {
    const end = performance.now() + 3; // works without waiting
    while (performance.now() < end);
    return Promise.resolve({ ...fullReport, console: [] });
  });
  const { evaluate } = setUp({ evaluator, concurrency: 2 });
  await evaluate(Array.from({ length: 100 }, (_, index) => [one, train(index)] as const));
  isBusy = false;
  assert(ticks > 1, `${ticks} turns`);
});

Deno.test("Evaluations listens to its signal a few times, however many pairs wait", async () => {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  let listeners = 0;
  let most = 0;
  EventTarget.prototype.addEventListener = function (...args) {
    most = Math.max(most, ++listeners);
    return Reflect.apply(addEventListener, this, args);
  };
  EventTarget.prototype.removeEventListener = function (...args) {
    listeners--;
    return Reflect.apply(removeEventListener, this, args);
  };
  try {
    const { evaluate } = setUp({ concurrency: 2 });
    await evaluate(Array.from({ length: 500 }, (_, index) => [one, train(index)] as const));
  } finally {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
  }
  assert(most < 10, `${most} listeners`);
});

Deno.test("Evaluations bounds and redacts the data of examples", async () => {
  const secret = "secret-1234";
  const input = `${"x".repeat(1_995)}${secret}${"y".repeat(50_000)}`; // the secret lies across the bound
  const evaluator: Evaluator = {
    ...toyEvaluator(),
    exampleText: () => Promise.resolve({ input, expected: secret }),
  };
  const { evaluate, events } = setUp({ evaluator, redact: redactor([/secret-\d+/]) });
  await evaluate([[one, train(0)]]);
  const text = JSON.stringify(events.find(({ type }) => type === "example"));
  assert(text.length < 3_000 && text.includes("characters cut"), text);
  assert(!text.includes("secr"), text);
});
