/**
 * A method of an experiment that is a run of `optimize`.
 *
 * @module
 */
import { messageOf } from "../../src/message_of.ts";
import { ModelError } from "../../src/errors.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { noUsage } from "../../src/model/spending.ts";
import { optimize } from "../../src/run/optimize.ts";
import type { OptimizeOptions } from "../../src/run/optimize_options.ts";
import type { Task } from "../../src/task/task.ts";
import { decodeValues } from "../../src/trainer/candidate.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import type { Method, MethodRequest } from "./experiment.ts";
import { type Held, type HeldOptions, heldValues } from "./held_values.ts";
import { ownModelOf, type ScoredOn, scoreOf } from "./score_of.ts";

/** A run, but for what the request of a method decides. */
export interface OptimizedMethodOptions<In, Out, Expected> {
  readonly task: Task<In, Out, Expected>;
  readonly optimizer: NonNullable<OptimizeOptions["optimizer"]>;
  /** Whether the optimizer takes a model. @default true but for "search" */
  readonly needsModel?: boolean;
  /** Seeds of its runs. @default the experiment's */
  readonly seeds?: readonly number[];
  /** The last point of its runs. @default that of the experiment */
  readonly until?: number | undefined;
  /** Further settings of the run. @default those of the task */
  readonly settings?: Pick<
    OptimizeOptions,
    | "trainer"
    | "batchSize"
    | "proposals"
    | "threshold"
    | "accept"
    | "samples"
    | "sampling"
    | "target"
  >;
  /** What is measured. @default the run's own score of its best values */
  readonly measure?: Measure<In, Out, Expected>;
}

/** What is measured of the values that a run holds. */
export interface Measure<In = unknown, Out = unknown, Expected = unknown> {
  /** Those with the best score so far, or, where the experiment counts steps, those that the last step ended with. @default "best" */
  readonly of?: HeldOptions["of"];
  /** Their mean score on a split of a task, perhaps with another guide, which no optimizer sees. @default the run's own score */
  readonly on?: ScoredOn<In, Out, Expected>;
  /** From the score to the measure. @default the score itself */
  readonly value?: (score: number) => number;
}

/** Seconds of a run of a method: a person may answer for its model. */
const mostSeconds = 6 * 3600;

/**
 * An agent with a model of its own, an object in its task, is answered by that; its calls are not counted.
 *
 * Runs are sequential inside, so that the order of their evaluations, by which they are measured, depends on nothing else;
 * the runs of an experiment are made side by side.
 *
 * A run ends when its model does not answer. It is incomplete then, as one that a budget ended, and measured as far as it
 * came.
 *
 * @throws {OptoError} from `run`, when it fails otherwise
 */
export function optimizedMethod<In, Out, Expected>(
  { task, optimizer, needsModel = optimizer !== "search", seeds, until, settings, measure = {} }:
    OptimizedMethodOptions<In, Out, Expected>,
): Method {
  return {
    needsModel,
    ...(seeds === undefined ? {} : { seeds }),
    ...(until === undefined ? {} : { until }),
    async run({ seed, axis, points, model }: MethodRequest) {
      const events: RunEvent[] = [];
      let unanswered: string | undefined;
      const last = points.at(-1) ?? 0;
      const budget = axis === "steps" ? {} : { evaluations: last };
      const run = optimize(task, {
        ...settings,
        seed,
        model,
        optimizer,
        steps: last,
        concurrency: 1,
        budget: { seconds: mostSeconds, ...budget },
        onEvent(event) {
          events.push(event);
          if (event.type !== "model-trouble" || event.kind !== "failed") return;
          unanswered ??= firstLineOf(event.reason);
          run.stop();
        },
      });
      const failure = await run.result.then(() => unanswered, unansweredOrThrow);
      const held = heldValues(events, { axis, points, of: measure.of ?? "best" });
      const values = await measured(held, measure, { seed, model });
      const finished = events.find((event) => event.type === "finished");
      const { usage = noUsage } = finished ?? {};
      const spent = ownModelOf(task) === undefined ? usage : usage.byRole.optimizer;
      const { calls, promptTokens, completionTokens, usd } = spent;
      const reason = failure ?? `Its budget of ${finished?.budget} was spent.`;
      return {
        values,
        evaluations: finished?.evaluations ?? 0,
        calls,
        promptTokens,
        completionTokens,
        usd,
        ...(values.length === points.length ? {} : { incomplete: reason }),
      };
    },
  };
}

/** The reason of a run that its model left unanswered. */
function unansweredOrThrow(error: unknown): string {
  if (error instanceof ModelError) return firstLineOf(messageOf(error));
  throw error;
}

/** A message without lines of a prompt, which may follow. */
function firstLineOf(message: string): string {
  return message.split("\n", 1)[0]!.replace(/:$/, ""); // !: any text has a line
}

/** The measure of each; NaN for values that fail. */
async function measured<In, Out, Expected>(
  held: readonly Held[],
  { on, value = (score) => score }: Measure<In, Out, Expected>,
  { seed, model }: { readonly seed: number; readonly model: LanguageModel | null },
): Promise<readonly number[]> {
  const known = new Map<string, number | null>();
  const values: number[] = [];
  for (const each of held) {
    const key = JSON.stringify(each.values);
    const score = on === undefined
      ? each.score
      : known.get(key) ?? await scoreOf(decodeValues(each.values), on, { seed, model });
    known.set(key, score);
    values.push(score === null ? NaN : value(score));
  }
  return values;
}
