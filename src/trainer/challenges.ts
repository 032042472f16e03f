/**
 * Compares challengers with the current candidate, and records the decisions in log and history.
 *
 * @module
 */
import {
  type Acceptance,
  type Comparison,
  comparisonOf,
  comparisonText,
  type Verdict,
} from "./acceptance.ts";
import type { Candidate } from "./candidate.ts";
import type { Pair } from "./evaluated_event.ts";
import type { Report } from "./evaluator.ts";
import type { RunEvent } from "./event.ts";
import type { History } from "./history.ts";
import { compareScores, meanScore, type Score, scoresOf } from "./scores.ts";
import type { ChallengeOptions, ComparisonEnd, EvaluatedCandidate } from "./trainer.ts";

/** The parts of a training used by comparisons. */
export interface ChallengesOptions {
  readonly acceptance: Acceptance;
  readonly threshold: number;
  readonly history: History;
  readonly emit: (event: RunEvent) => void;
  /** Evaluates pairs once more, as many as the budget lets; null where samples tell the noise. */
  readonly repeat: ((step: number, pairs: readonly Pair[]) => Promise<readonly Report[]>) | null;
}

/** The current candidate and its challengers, on the same examples. */
export interface Contest {
  readonly step: number;
  readonly incumbent: EvaluatedCandidate;
  readonly challengers: readonly EvaluatedCandidate[];
}

interface Judged {
  readonly challenger: EvaluatedCandidate;
  readonly comparison: Comparison;
  readonly verdict: Verdict;
}

interface JudgeOptions {
  readonly rivals?: number | undefined;
  readonly isLast: boolean;
  /** @default as found so far */
  readonly isNoisy?: boolean;
}

/** Repetitions with equal scores after which scores are taken as exact. */
const enoughRepeats = 20;

/** The same where every score has many digits: noise would show in the last ones, unless it is rare. */
const enoughFineRepeats = 5;
const manyDigits = 6;

/** The comparisons of a training. */
export class Challenges {
  readonly #options: ChallengesOptions;
  /** Whether a repeated evaluation gave another score. */
  #isNoisy = false;
  /** Repeated evaluations that gave the same score. */
  #sameScores = 0;
  /** Those whose scores have many digits. */
  #fineScores = 0;

  /** @param options the parts of the training */
  constructor(options: ChallengesOptions) {
    this.#options = options;
  }

  /** The verdicts so far, one for each challenger. */
  judge(contest: Contest, { rivals }: Pick<ChallengeOptions, "rivals"> = {}): readonly Verdict[] {
    return this.#judged(contest, { rivals, isLast: false }).map(({ verdict }) => verdict);
  }

  /** The provisional challengers that the rule would accept, now or if they got no further examples. */
  acceptable(
    contest: Contest,
    { rivals }: Pick<ChallengeOptions, "rivals"> = {},
  ): readonly EvaluatedCandidate[] {
    const { challengers } = contest;
    const provisional = challengers.filter(({ candidate }) => candidate.isProvisional);
    const judged = [false, true].map((isLast) =>
      this.#judged({ ...contest, challengers: provisional }, {
        rivals: rivals ?? challengers.length,
        isLast,
      })
    );
    return provisional.filter((_, place) =>
      judged.some((verdicts) => verdicts[place]?.verdict === "accepted")
    );
  }

  /** Decides on all challengers. @returns the best that is accepted, or null */
  challenge(
    contest: Contest,
    { rivals, end = "trainer" }: ChallengeOptions = {},
  ): Candidate | null {
    const judged = this.#judged(contest, { rivals, isLast: end !== "rule" })
      .map((each) => each.challenger.candidate.isProvisional ? refused(each) : each);
    const winner = bestAccepted(judged);
    this.#record(contest, judged, { winner, end });
    return winner?.candidate ?? null;
  }

  /** Decides against all challengers. */
  drop(contest: Contest, end: ComparisonEnd): void {
    const judged = this.#judged(contest, { isLast: true });
    this.#record(contest, judged.map(refused), {
      winner: null,
      end,
    });
  }

  /** As `challenge`; where a mean alone decides, the evaluations that make the difference are repeated first. */
  async settle(contest: Contest, options: ChallengeOptions = {}): Promise<Candidate | null> {
    await this.#findNoise(contest, options);
    return this.challenge(contest, options);
  }

  /** Whether scores are noisy: those that make a challenger win are repeated, until enough are known to be the same. */
  async #findNoise(contest: Contest, { rivals }: ChallengeOptions): Promise<void> {
    const { repeat } = this.#options;
    const { step, incumbent } = contest;
    if (repeat === null || this.#isNoisy || this.#isExact) return;
    const winner = bestAccepted(this.#judged(contest, { rivals, isLast: true }));
    const surely = this.#judged(contest, { rivals, isLast: true, isNoisy: true });
    if (winner === null || winner === bestAccepted(surely)) return;
    const doubted = winner.examples.flatMap((example, place) => {
      const pair = [winner, incumbent].map(({ candidate, reports }) => ({
        candidate,
        example,
        report: reports[place],
      }));
      const isByClock = pair.some(({ report }) => report?.isByClock);
      return isByClock || pair[0]?.report?.score === pair[1]?.report?.score ? [] : pair;
    });
    const again = await repeat(step, doubted);
    const known = again.flatMap(({ score, isByClock }, place) =>
      isByClock ? [] : [score === doubted[place]?.report?.score]
    );
    this.#sameScores += known.length;
    this.#fineScores += again.filter(({ score, isByClock }) => !isByClock && isFine(score)).length;
    if (known.every((isSame) => isSame)) return;
    this.#isNoisy = true;
    this.#options.emit({
      type: "warning",
      step,
      code: "noisy-scores",
      message:
        "The same values got another score when an evaluation was repeated, so a better mean alone decides no more",
      advice: "Use --samples to evaluate each example several times, or give more train examples.",
    });
  }

  /** Whether enough evaluations were repeated to take scores as exact. */
  get #isExact(): boolean {
    const isFine = this.#fineScores === this.#sameScores;
    return this.#sameScores >= (isFine ? enoughFineRepeats : enoughRepeats);
  }

  #judged(
    { incumbent, challengers }: Contest,
    { rivals = challengers.length, isLast, isNoisy = this.#isNoisy }: JudgeOptions,
  ): readonly Judged[] {
    const { acceptance: { rule }, threshold } = this.#options;
    return challengers.map((challenger) => {
      const comparison = comparisonOf(scoresOf(challenger), scoresOf(incumbent), {
        threshold,
        rivals,
        isLast,
        isNoisy: isNoisy || isVaried(incumbent) || isVaried(challenger),
      });
      return { challenger, comparison, verdict: rule(comparison) };
    });
  }

  #record(
    { step, incumbent }: Contest,
    judged: readonly Judged[],
    { winner, end }: { readonly winner: EvaluatedCandidate | null; readonly end: ComparisonEnd },
  ): void {
    const { emit, history } = this.#options;
    for (const { challenger, comparison, verdict } of judged) {
      const isAccepted = challenger === winner;
      const between = { candidate: challenger.candidate.id, against: incumbent.candidate.id };
      const isOutdone = winner !== null && !isAccepted && verdict !== "refused";
      emit({
        type: "decided",
        step,
        ...between,
        examples: challenger.examples.length,
        difference: Number.isFinite(comparison.difference) ? comparison.difference : null,
        interval: comparison.interval,
        ...varianceIn(incumbent, challenger),
        reason: isOutdone && verdict === "undecided" ? endTexts.outdone : reasonOf(comparison, end),
      });
      emit({
        type: "compared",
        step,
        ...between,
        score: meanScore(scoresOf(challenger)),
        againstScore: meanScore(scoresOf(incumbent)),
        isAccepted,
        reason: comparisonText(comparison) + (isOutdone ? outdoneText(verdict) : ""),
      });
    }
    history.record(incumbent, { step, isAccepted: true });
    for (const { challenger } of judged) {
      history.record(challenger, {
        step,
        isAccepted: challenger === winner,
        against: incumbent,
      });
    }
  }
}

/** Why a comparison ended. */
const endTexts: Readonly<Record<ComparisonEnd | "outdone", string>> = {
  rule: "the rule of acceptance decided",
  data: "all train examples were seen, and the mean decides",
  cost: "further examples would cost more than a new proposal, and the mean decides",
  budget: "the budget of evaluations lets it go no further",
  behind: "not ahead in the race",
  unchanged: "it changed no output",
  unconfirmed: "it failed its complete validation",
  trainer: "the trainer compared no further, and the mean decides",
  outdone: "another of this step was accepted first",
};

function reasonOf(comparison: Comparison, end: ComparisonEnd): string {
  const { test, isNoisy } = comparison;
  const isByTest = end !== "behind" && end !== "unchanged" && end !== "unconfirmed";
  if (test !== "undecided" && isByTest) {
    return `the paired test found it ${test}`;
  }
  const isByMean = end === "data" || end === "cost" || end === "trainer";
  return isByMean && isNoisy
    ? `${endTexts[end].split(",")[0]}; scores are noisy, and the paired test is undecided`
    : endTexts[end];
}

function refused(judged: Judged): Judged {
  return { ...judged, verdict: "refused" };
}

function outdoneText(verdict: Verdict): string {
  return verdict === "accepted"
    ? "; another of this step is as good or better"
    : "; another of this step was accepted first";
}

function bestAccepted(judged: readonly Judged[]): EvaluatedCandidate | null {
  return judged
    .flatMap(({ challenger, verdict }) => verdict === "accepted" ? [challenger] : [])
    .reduce<EvaluatedCandidate | null>(betterOf, null);
}

function betterOf(
  best: EvaluatedCandidate | null,
  challenger: EvaluatedCandidate,
): EvaluatedCandidate {
  return best === null || compareScores(scoresOf(challenger), scoresOf(best)) > 0
    ? challenger
    : best;
}

/** Whether samples of one example differ. */
function isVaried({ reports }: EvaluatedCandidate): boolean {
  return reports.some(({ variance = 0 }) => variance > 0);
}

/** The mean variance between samples; nothing where there is one sample. */
function varianceIn(...all: readonly EvaluatedCandidate[]): { readonly variance?: number } {
  const known = all.flatMap(({ reports }) => reports.flatMap(({ variance }) => variance ?? []));
  const mean: Score = meanScore(known);
  return mean === null ? {} : { variance: mean };
}

/** Whether a score has many digits, as one that is computed from real numbers. */
function isFine(score: Score): boolean {
  return score !== null && Number(score.toPrecision(manyDigits)) !== score;
}
