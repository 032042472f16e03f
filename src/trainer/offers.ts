/**
 * The candidates offered as the best of a training, compared on the split that decides: validation, or train without one.
 *
 * @module
 */
import { type Candidate, encodeValues } from "./candidate.ts";
import { maxDrawings } from "./drawing.ts";
import { type EvaluationModels, usingModels } from "./evaluation_models.ts";
import type { Evaluator, ExampleDrawing, ExampleRef, Report, TaskFacts } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import { exampleDrawing, undrawn } from "./example_drawing.ts";
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
  /** The models that agents ask. @default those of the context */
  readonly models?: EvaluationModels;
  readonly settings: { readonly seed: number };
  readonly signal: AbortSignal;
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
    const drawings = known === undefined ? await this.#draw(step, candidate) : known.drawings;
    emit({
      type: "best",
      step,
      candidate: candidate.id,
      score,
      parameters: encodeValues(candidate.values),
      ...(agent === undefined ? {} : { agent }),
      ...(drawings === undefined ? {} : { drawings }),
    });
    return reports;
  }

  /** Draws the outputs of a candidate on the first examples that it is compared on; undefined for a task that draws none. */
  async #draw(step: number, candidate: Candidate): Promise<readonly ExampleDrawing[] | undefined> {
    const { facts: { examples: sizes } } = this.#options;
    const split = sizes.validation > 0 ? "validation" : "train";
    const drawings: ExampleDrawing[] = [];
    for (const example of allOf(split, sizes[split]).slice(0, maxDrawings)) {
      const drawing = await this.#drawExample(step, candidate, example);
      if (drawing === null) return undefined;
      drawings.push(drawing);
    }
    return drawings;
  }

  /** A failure becomes the reason why there is no drawing: the best candidate is logged without one. */
  async #drawExample(
    step: number,
    candidate: Candidate,
    example: ExampleRef,
  ): Promise<ExampleDrawing | null> {
    const { evaluator, models, settings: { seed }, signal } = this.#options;
    const request = { candidate, example, seed, signal };
    try {
      const { result = null } = await usingModels(
        models,
        { step, signal },
        async () => await evaluator.draw?.(request),
      );
      return result === null ? null : exampleDrawing(example, result);
    } catch (error) {
      signal.throwIfAborted();
      return undrawn(example, error);
    }
  }
}
