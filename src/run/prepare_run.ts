/**
 * Prepares a run: finds as many mistakes as possible before it starts.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { withShortAnswers } from "../model/answer_limit.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { metered, type ModelBudget } from "../model/metered.ts";
import { type Redact, redactor } from "../model/redact.ts";
import type { Proposer } from "../problem/proposer.ts";
import type { Task } from "../task/task.ts";
import { type Candidate, candidateOf } from "../trainer/candidate.ts";
import type { Evaluator, TaskFacts } from "../trainer/evaluator.ts";
import { readEventLog } from "../trainer/event_log.ts";
import type { Budget, EventOf, RunEvent, Spent } from "../trainer/event.ts";
import { spentIn } from "../trainer/ledger.ts";
import type { Trainer } from "../trainer/trainer.ts";
import type { Clock } from "./clock.ts";
import { refuseUnknownOptions } from "./known_options.ts";
import { RunDirectory } from "./run_directory.ts";
import { type RunOptions, type RunSettings, runSettings } from "./run_settings.ts";
import { chooseStrategies, type Strategies } from "./strategies.ts";

/** The parts of a run. */
export interface RunPlan {
  readonly options: RunOptions;
  readonly model: LanguageModel | null;
  /** Opens the evaluator; closed by the run. */
  readonly openEvaluator: (settings: RunSettings, pipeline: Strategies["pipeline"]) => Evaluator;
  /** The task's settings, used where the options have none. */
  readonly task?: Pick<Task, "optimizer" | "trainer" | "redact">;
  readonly summarize?: Task["summarize"] | undefined;
  /** @default the clocks of the machine */
  readonly clock?: Clock;
}

/** A run ready to start. Disposing closes its evaluator and its directory. */
export interface PreparedRun extends AsyncDisposable {
  readonly plan: RunPlan;
  readonly settings: RunSettings;
  readonly proposer: Proposer;
  readonly trainer: Trainer;
  /** Whether the proposer reads traces. */
  readonly isTraced: boolean;
  /** Limited by the budget, with answers of bounded length. */
  readonly model: LanguageModel | null;
  readonly evaluator: Evaluator;
  readonly facts: TaskFacts;
  readonly initial: Candidate;
  /** Redacts what is sent, logged and published. */
  readonly redact: Redact;
  readonly directory: RunDirectory | null;
  /** The log being resumed; empty for a new run. */
  readonly events: readonly RunEvent[];
  /** Spending in that log. */
  readonly before: Spent;
}

/**
 * Prepares a run; creates its directory last.
 *
 * @throws {UsageError} when options contradict each other or the log, or a name is unknown
 * @throws {TaskError} when the task is invalid
 */
export async function prepareRun(plan: RunPlan): Promise<PreparedRun> {
  const { options } = plan;
  refuseUnknownOptions(options);
  const events = eventsToResume(options);
  const started = events.find((event) => event.type === "started");
  const { model: named, task = {} } = plan;
  const strategies = await chooseStrategies({ model: named, started, options, task });
  const settings = runSettings({ options, model: named, started, strategies });
  const redact = redactor([...task.redact ?? [], ...options.redact ?? []]);
  const before = spentIn(events);
  const model = named &&
    metered(withShortAnswers(named), { budget: modelBudget(settings.budget, before) });
  const { proposer, trainer, pipeline } = strategies;

  await using scope = new AsyncDisposableStack();
  const evaluator = scope.use(plan.openEvaluator(settings, pipeline));
  const facts = await evaluator.facts();
  const initial = candidateOf(
    Object.fromEntries(facts.parameters.map(({ name, value }) => [name, value])),
  );
  if (started !== undefined) refuseOtherTask(started, facts, initial);
  const directory = options.runDir === undefined ? null : scope.use(
    RunDirectory.open(options.runDir, { resume: options.resume ?? false }),
  );
  const scopeOfRun = scope.move();
  return {
    plan,
    settings,
    proposer,
    trainer,
    isTraced: proposer.needsTrace ?? false,
    model,
    evaluator,
    facts,
    initial,
    redact,
    directory,
    events,
    before,
    [Symbol.asyncDispose]: () => scopeOfRun.disposeAsync(),
  };
}

function eventsToResume({ runDir, resume }: RunOptions): readonly RunEvent[] {
  if (!resume) return [];
  if (runDir === undefined) {
    throw new UsageError("Cannot resume a run: received no run directory", {
      advice: "Name the run to resume with runDir.",
    });
  }
  const events = readEventLog(`${runDir}/events.jsonl`);
  if (events[0]?.type === "started") return events;
  throw new UsageError(`Cannot resume "${runDir}": received a log without a beginning`, {
    advice: "Start a new run.",
  });
}

function refuseOtherTask(
  started: EventOf<"started">,
  facts: TaskFacts,
  initial: Candidate,
): void {
  const sizes = ({ train, validation, test }: TaskFacts["examples"]) =>
    `${train} + ${validation} + ${test} examples`;
  const before = sizes(started.task.examples);
  const now = sizes(facts.examples);
  const isSame = started.candidate === initial.id && before === now;
  if (isSame) return;
  throw new UsageError(
    `Cannot resume the run of "${started.task.name}" with this task: received ` +
      (before === now ? "other initial values" : `${now} where there were ${before}`),
    { advice: "Restore the earlier task, or start a new run." },
  );
}

/** The remaining budget for the model. */
function modelBudget({ calls, tokens, usd }: Budget, spent: Spent): ModelBudget {
  const left = (limit: number | null, used: number) =>
    limit === null ? null : Math.max(0, limit - used);
  return {
    calls: left(calls, spent.calls),
    tokens: left(tokens, spent.promptTokens + spent.completionTokens),
    usd: left(usd, spent.usd ?? 0),
  };
}
