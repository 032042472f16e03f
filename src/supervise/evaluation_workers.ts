/**
 * Evaluates for the runs of other machines: one process for each plan, watched and kept alive here.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { GrowingPause } from "../growing_pause.ts";
import { messageOf } from "../message_of.ts";
import type { EvaluationSettings } from "../run/evaluation_settings.ts";
import type { BatchQueue, KnownRun } from "../spread/batch_queue.ts";
import { beatMs } from "../spread/batch_times.ts";
import { decodePlan } from "../spread/evaluation_plan.ts";
import { WakeUp } from "../spread/wake_up.ts";
import type { ServeEnd } from "./message.ts";
import { superviseTask, type TaskRunner } from "./supervise_task.ts";

/** Queue, tasks and limits of evaluation workers. */
export interface EvaluationWorkersOptions {
  readonly queue: BatchQueue;
  /** URL of the queue's database, for the processes. */
  readonly database: string;
  /** Path or URL of each task's module, by the task's name. */
  readonly tasks: ReadonlyMap<string, string>;
  /** Whether it evaluates for runs that bring the source of their task, in processes without permissions. */
  readonly allowSource: boolean;
  /** Batches of one plan at the same time. */
  readonly slots: number;
  /** Ends the work in order. */
  readonly signal: AbortSignal;
  /** Gets notes for the operator, and what the processes print. */
  readonly onNote: (note: string) => void;
  /** @default each request in a process of its own */
  readonly runner?: TaskRunner | undefined;
}

/** Plans that are served at the same time. */
const maxPlans = 4;

/** Time between two looks for runs without news of them, in milliseconds. */
const lookMs = 2_000;

/** Pause before a process that failed is started again, in milliseconds, doubled with each failure. */
const pauses = { firstMs: 500, mostMs: 30_000 };

/** Works until the signal is aborted and all processes have ended. */
export async function serveEvaluations(options: EvaluationWorkersOptions): Promise<void> {
  const workers = new EvaluationWorkers(options);
  await workers.run();
}

/** One plan that is served, or was. */
interface Served {
  /** Set while its process runs. */
  work: Promise<void> | undefined;
  readonly pause: GrowingPause;
  /** When it may be started again; Infinity for a plan that this worker refuses. */
  readyAt: number;
}

class EvaluationWorkers {
  readonly #options: EvaluationWorkersOptions;
  readonly #wake = new WakeUp();
  /** By identity. */
  readonly #served = new Map<string, Served>();

  constructor(options: EvaluationWorkersOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { queue, signal, onNote } = this.#options;
    signal.addEventListener("abort", () => this.#wake.call(), { once: true });
    using _news = queue.listen({ kind: "runs" }, () => this.#wake.call());
    let lastError = "";
    while (!signal.aborted) {
      try {
        this.#look(await queue.runs());
        lastError = "";
      } catch (error) {
        const message = messageOf(error);
        if (message !== lastError) onNote(`Cannot look for runs: ${message}`);
        lastError = message;
      }
      await this.#wake.wait(lookMs);
    }
    await Promise.all([...this.#served.values()].map(({ work }) => work));
  }

  /** Starts processes for runs that have none. */
  #look(runs: readonly KnownRun[]): void {
    const { tasks, allowSource, signal } = this.#options;
    const identities = new Set(runs.map(({ identity }) => identity));
    for (const [identity, { work }] of this.#served) {
      if (work === undefined && !identities.has(identity)) this.#served.delete(identity);
    }
    for (const run of runs) {
      const taskSource = run.task === null ? undefined : tasks.get(run.task);
      const isServed = taskSource !== undefined || (run.task === null && allowSource);
      if (!isServed || signal.aborted) continue;
      const served = this.#served.get(run.identity) ??
        { work: undefined, pause: new GrowingPause(pauses), readyAt: -Infinity };
      this.#served.set(run.identity, served);
      const atWork = [...this.#served.values()].filter(({ work }) => work !== undefined).length;
      if (served.work !== undefined || atWork >= maxPlans) continue;
      if (performance.now() < served.readyAt) continue;
      served.work = this.#serve(run, taskSource, served).finally(() => {
        served.work = undefined;
        this.#wake.call();
      });
    }
  }

  /** Serves runs with one plan until none is left, or the process ends. */
  async #serve(run: KnownRun, taskSource: string | undefined, served: Served): Promise<void> {
    const { queue, signal, onNote } = this.#options;
    const about = run.task === null ? "a task that its run brings" : `"${run.task}"`;
    try {
      const plan = await queue.plan(run.id);
      if (plan === undefined) throw new TypeError("its plan is not there, or is too large");
      const end = await this.#supervise(run, taskSource, decodePlan(plan).settings);
      served.pause.reset();
      if (end.kind === "over") return;
      served.readyAt = Infinity;
      onNote(`Cannot evaluate for a run of ${about}: ${end.reason}`);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof TypeError || error instanceof TaskError) {
        served.readyAt = Infinity;
        onNote(`Cannot evaluate for a run of ${about}: ${messageOf(error)}`);
        return;
      }
      served.readyAt = performance.now() + served.pause.next();
      onNote(`An evaluation worker of ${about} ended: ${messageOf(error)}`);
    }
  }

  /** Has a process evaluate, and keeps it alive in the queue. */
  async #supervise(
    { id, identity }: KnownRun,
    taskSource: string | undefined,
    { evaluationTimeoutMs }: EvaluationSettings,
  ): Promise<ServeEnd> {
    const { queue, database, slots, signal, onNote, runner } = this.#options;
    const worker = crypto.randomUUID();
    const beat = setInterval(() => queue.beat(worker).catch(() => {}), beatMs); // its lease ends
    try {
      return await superviseTask({
        request: {
          kind: "serve",
          ...(taskSource === undefined ? {} : { taskSource }),
          ...{ run: id, identity, worker },
          options: { slots, ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }) },
        },
        env: { OPTO_DATABASE: database },
        signal,
        onOutput: onNote,
        runner,
      }) as ServeEnd; // as: made by our own process
    } finally {
      clearInterval(beat);
    }
  }
}
