/**
 * Prepares a run: finds as many mistakes as possible before it starts.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { withShortAnswers } from "../model/answer_limit.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { ModelMeter } from "../model/metered.ts";
import { type Redact, redactor } from "../model/redact.ts";
import type { Proposer } from "../problem/proposer.ts";
import type { Task } from "../task/task.ts";
import type { Acceptance } from "../trainer/acceptance.ts";
import { type Candidate, candidateOf } from "../trainer/candidate.ts";
import type { Evaluator, TaskFacts } from "../trainer/evaluator.ts";
import type { Budget, EventOf, Fingerprint, RunEvent, Spent } from "../trainer/event.ts";
import { startedIn } from "../trainer/settings_in_force.ts";
import { knownUsdIn, spentIn } from "../trainer/ledger.ts";
import type { Trainer } from "../trainer/trainer.ts";
import { settledOrAbandoned } from "../trainer/within.ts";
import { spentByBaseline } from "./baseline_log.ts";
import { leftOf } from "./budget.ts";
import type { Clock } from "./clock.ts";
import { changesBetween, fingerprintIn, fingerprintOf } from "./fingerprint.ts";
import { refuseUnknownOptions } from "./known_options.ts";
import { RunDirectory } from "./run_directory.ts";
import { type RunOptions, type RunSettings, runSettings } from "./run_settings.ts";
import { chooseStrategies, type Strategies } from "./strategies.ts";

/** The parts of a run. */
export interface RunPlan {
  readonly options: RunOptions;
  readonly model: LanguageModel | null;
  /** The model of the agent, where one is named. @default `model` */
  readonly agentModel?: LanguageModel | undefined;
  /** Brings the model of a judge to the recording of the run. @default itself */
  readonly judge?: ((model: LanguageModel) => LanguageModel) | undefined;
  /** Opens the evaluator; closed by the run. */
  readonly openEvaluator: (settings: RunSettings, pipeline: Strategies["pipeline"]) => Evaluator;
  /** The task's settings, used where the options have none. */
  readonly task?: Pick<Task, "optimizer" | "trainer" | "redact">;
  /** The events of the run that is repeated, when a log is replayed. */
  readonly repeated?: readonly RunEvent[] | undefined;
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
  readonly acceptance: Acceptance;
  /** Whether the proposer reads traces. */
  readonly isTraced: boolean;
  /** Limited by the budget, with answers of bounded length. */
  readonly model: LanguageModel | null;
  /** The same for the agent's. */
  readonly agent: LanguageModel | null;
  /** The same for the model of a judge. */
  readonly judge: (model: LanguageModel) => LanguageModel;
  readonly evaluator: Evaluator;
  readonly facts: TaskFacts;
  readonly initial: Candidate;
  /** Redacts what is sent, logged and published. */
  readonly redact: Redact;
  readonly directory: RunDirectory | null;
  /** The log being resumed; empty for a new run. */
  readonly events: readonly RunEvent[];
  readonly fingerprint: Fingerprint;
  /** What changed since the log being resumed began, by name. */
  readonly changes: readonly string[];
  /** Spending in that log. */
  readonly before: Spent;
  /** The known part of its dollars. */
  readonly knownUsd: number;
  /** The budget of the run without what its baseline has spent before. */
  readonly leftByBaseline: Budget;
}

/**
 * Prepares a run; creates its directory last.
 *
 * @param stopped ends the wait for the task's examples
 * @throws {UsageError} when options contradict each other or the log, or a name is unknown
 * @throws {TaskError} when the task is invalid
 * @throws the signal's reason when it is aborted and the examples do not come
 */
export async function prepareRun(plan: RunPlan, stopped: AbortSignal): Promise<PreparedRun> {
  const { options } = plan;
  refuseUnknownOptions(options);
  await using scope = new AsyncDisposableStack();
  // The log is locked before it is read; a new run makes its directory last.
  const resumed = options.resume ? scope.use(openToResume(options)) : null;
  const events = resumed?.recorded ?? [];
  const started = startedIn(events);
  const { model: named, agentModel, judge = (model) => model, task = {} } = plan;
  const strategies = await chooseStrategies({ model: named, started, options, task });
  const settings = runSettings({ options, model: named, agentModel, started, strategies });
  const redact = redactor([...task.redact ?? [], ...options.redact ?? []]);
  const before = spentIn(events);
  const knownUsd = knownUsdIn(events);
  const leftByBaseline = options.resume && options.runDir !== undefined
    ? leftOf(settings.budget, spentByBaseline(options.runDir))
    : settings.budget;
  const meter = new ModelMeter({ budget: leftOf(leftByBaseline, { ...before, usd: knownUsd }) });
  const model = named && meter.metered(withShortAnswers(named));
  const agent = agentModel === undefined ? model : meter.metered(withShortAnswers(agentModel));
  const { proposer, trainer, pipeline, acceptance } = strategies;

  const evaluator = scope.use(plan.openEvaluator(settings, pipeline));
  const facts = await settledOrAbandoned(evaluator.facts(), stopped);
  const initial = candidateOf(
    Object.fromEntries(facts.parameters.map(({ name, value }) => [name, value])),
  );
  const { taskSource, version } = options;
  const fingerprint = await fingerprintOf({ taskSource, version, examples: facts.examplesHash });
  const isResumed = started !== undefined;
  const earlier = fingerprintIn(isResumed ? events : plan.repeated ?? []);
  const changes = earlier === undefined ? [] : changesBetween(earlier, fingerprint);
  if (!options.force) refuseChanges(facts.name, changes, isResumed);
  if (started !== undefined) {
    refuseOtherTask(started, facts, initial);
    if (!options.force) refuseOtherAgentModel(started, agentModel);
  }
  refuseFewerSteps(settings, events);
  const directory = resumed ?? (
    options.runDir === undefined
      ? null
      : scope.use(RunDirectory.open(options.runDir, { resume: false }))
  );
  const scopeOfRun = scope.move();
  return {
    plan,
    settings,
    proposer,
    trainer,
    acceptance,
    isTraced: proposer.needsTrace ?? false,
    model,
    agent,
    judge: (own) => meter.metered(withShortAnswers(judge(own)), { mayLackPrice: true }),
    evaluator,
    facts,
    initial,
    redact,
    directory,
    events,
    fingerprint,
    changes: isResumed ? changes : [],
    before,
    knownUsd,
    leftByBaseline,
    [Symbol.asyncDispose]: () => scopeOfRun.disposeAsync(),
  };
}

/** The directory of the run to continue; a run that was killed before its first event begins in it. */
function openToResume({ runDir, repair = false }: RunOptions): RunDirectory {
  if (runDir === undefined) {
    throw new UsageError("Cannot resume a run: received no run directory", {
      advice: "Name the run to resume with runDir.",
    });
  }
  requireLog(`${runDir}/events.jsonl`);
  const directory = RunDirectory.open(runDir, { resume: true, repair });
  const [first] = directory.recorded;
  if (first === undefined || first.type === "started") return directory;
  directory[Symbol.dispose]();
  throw new UsageError(`Cannot resume "${runDir}": received a log without a beginning`, {
    advice: "Start a new run.",
  });
}

/** Opening a log would make the one that is missing. */
function requireLog(path: string): void {
  try {
    Deno.lstatSync(path);
  } catch (cause) {
    throw new UsageError(
      `Cannot read "${path}" as an event log: ${messageOf(cause)}`,
      { cause, advice: "Pass the directory of an earlier run." },
    );
  }
}

function refuseChanges(name: string, changes: readonly string[], isResumed: boolean): void {
  if (changes.length === 0) return;
  throw new UsageError(
    `Cannot ${
      isResumed ? "resume" : "replay"
    } the run of "${name}": these changed since it began: ${changes.join(", ")}`,
    {
      advice: isResumed
        ? "Restore them, or start a new run. With --force it goes on, and the log says what changed."
        : "Restore them. With --force it is repeated all the same.",
    },
  );
}

/** The log of a run that had gone further than its settings say could not be repeated. */
function refuseFewerSteps({ steps }: RunSettings, events: readonly RunEvent[]): void {
  const done = events.findLast((event) => event.type === "step")?.step ?? 0;
  if (steps >= done) return;
  throw new UsageError(`Cannot resume the run with ${steps} steps: ${done} are done`, {
    advice: `Give ${done} or more, or omit the number.`,
  });
}

/** Scores of two agents cannot be compared. A run in which the run's own model answers may go on with another. */
function refuseOtherAgentModel(
  { agentModel: before }: EventOf<"started">,
  agentModel: LanguageModel | undefined,
): void {
  if (before === undefined || before === agentModel?.name) return;
  throw new UsageError(
    `Cannot resume the run with ${
      agentModel === undefined ? "no model" : `the model "${agentModel.name}"`
    } for the agent: "${before}" answered it before`,
    { advice: "Name that model, or start a new run. With --force it goes on." },
  );
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
