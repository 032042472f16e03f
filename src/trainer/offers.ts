/**
 * The candidates offered as the best of a training, compared on the split that decides: validation, or train without one.
 *
 * @module
 */
import { type Candidate, encodeValues } from "./candidate.ts";
import type { Evaluator, ExampleRef, Report, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import type { History } from "./history.ts";
import type { Journal } from "./journal.ts";
import { allOf } from "./sampling.ts";
import { compareScores, meanMetrics, meanScore } from "./scores.ts";
import { TradeOffs } from "./trade_offs.ts";
import type { Best, EvaluatedCandidate } from "./trainer.ts";

/** The parts of a training used by offers. */
export interface OffersOptions {
  readonly facts: TaskFacts;
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly history: History;
  readonly emit: (event: RunEvent) => void;
  /** Evaluates candidates in a step. */
  readonly evaluate: (
    step: number,
    candidates: readonly Candidate[],
    examples: readonly ExampleRef[],
  ) => Promise<readonly EvaluatedCandidate[]>;
}

/** Keeps the best of the candidates that were offered, and their front. */
export class Offers {
  readonly #options: OffersOptions;
  readonly #tradeOffs: TradeOffs;
  #initial: Best | null = null;
  #best: Best | null = null;

  /** @param options the parts of the training */
  constructor(options: OffersOptions) {
    this.#options = options;
    this.#tradeOffs = new TradeOffs(options.facts.metrics ?? {}, options.emit);
  }

  /** The first one offered; null before. */
  get initial(): Best | null {
    return this.#initial;
  }

  /** The best one offered; null before the first. */
  get best(): Best | null {
    return this.#best;
  }

  /** Evaluates a candidate on the whole split; it becomes the best one if it is better there. @returns its reports there */
  async offer(step: number, candidate: Candidate): Promise<readonly Report[]> {
    const { facts: { examples: sizes }, evaluate, evaluator, history, journal, emit } =
      this.#options;
    const split = sizes.validation > 0 ? "validation" : "train";
    const [evaluated] = await evaluate(step, [candidate], allOf(split, sizes[split]));
    const reports = evaluated?.reports ?? [];
    const scores = reports.map((report) => report.score);
    if (split === "validation") history.addValidation(candidate, meanScore(scores));
    this.#tradeOffs.offer(step, candidate, reports);
    if (this.#best !== null && compareScores(scores, this.#best.scores) <= 0) return reports; // on a tie the earlier one stays
    const score = meanScore(scores);
    this.#best = { candidate, score, scores, metrics: meanMetrics(reports), step };
    this.#initial ??= this.#best;
    const known = journal.best({ step, candidate: candidate.id });
    const agent = known === undefined ? await evaluator.exportAgent?.(candidate) : known.agent;
    emit({
      type: "best",
      step,
      candidate: candidate.id,
      score,
      parameters: encodeValues(candidate.values),
      ...(agent === undefined ? {} : { agent }),
    });
    return reports;
  }
}
