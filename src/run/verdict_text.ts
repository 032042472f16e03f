/**
 * The judgement on a run in words, the same in report and terminal.
 *
 * @module
 */
import type { RunView } from "./run_view.ts";
import { scoreText, scoreTexts } from "./score_text.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** Fewer compared examples than these are called few. */
const fewExamples = 20;

/** A verdict in words. */
export interface VerdictText {
  /** One short sentence. */
  readonly headline: string;
  /** `good` only for a better candidate on examples that it was not trained on. */
  readonly tone: "good" | "bad" | "plain";
  /** Sentences on how sure it is, the most important first. */
  readonly details: readonly string[];
}

/** The verdict on a run so far, in words. */
export function verdictText(view: RunView): VerdictText {
  const verdict = verdictOf(view);
  const { kind, split } = verdict;
  const details = detailsOf(verdict, view);
  switch (kind) {
    case "not measured":
      return view.finished === undefined
        ? { headline: "Nothing is measured yet.", tone: "plain", details: [] }
        : { headline: noEvidence, tone: "plain", details: ["Nothing was measured."] };
    case "no evidence":
      return { headline: noEvidenceText(verdict), tone: "plain", details };
    case "worse":
      return { headline: `Worse on ${split}.`, tone: "bad", details };
    case "better":
      return {
        headline: `${betterOn(split)}.`,
        tone: split === "train" ? "plain" : "good",
        details,
      };
    default:
      return kind satisfies never;
  }
}

const noEvidence = "No evidence of improvement.";

function noEvidenceText(verdict: Verdict): string {
  if (hasRisenAlone(verdict)) return "Better on its only example.";
  return hasRisenOnFew(verdict)
    ? `${betterOn(verdict.split)}, but too few results changed to be sure.`
    : noEvidence;
}

function betterOn(split: Verdict["split"]): string {
  return split === "train" ? "Better on the examples it was trained on" : `Better on ${split}`;
}

/** Whether nothing but the number of changed results speaks against a gain. */
function hasRisenOnFew({ isStart, interval, changed, fewestChanged }: Verdict): boolean {
  return !isStart && interval !== undefined && interval.low > 0 && changed < fewestChanged;
}

function detailsOf(verdict: Verdict, { steps }: RunView): string[] {
  if (verdict.isStart) {
    return [startText(verdict, steps.some(({ proposals }) => proposals.length > 0))];
  }
  if (hasRisenAlone(verdict)) return [riseText(verdict.onlyDifference), bias(verdict)];
  return [changeText(verdict), doubt(verdict), bias(verdict), few(verdict)].filter((text) =>
    text !== ""
  );
}

/** Whether the task has one example, and its score rose: a task of tuning. */
function hasRisenAlone(verdict: Verdict): verdict is Verdict & { readonly onlyDifference: number } {
  return (verdict.onlyDifference ?? 0) > 0;
}

function riseText(difference: number): string {
  return `The score of the only example rose by ${scoreText(difference)}.`;
}

function startText({ looks, chosenOn }: Verdict, isTried: boolean): string {
  if (looks === 0) {
    return isTried
      ? `No candidate led on the examples of its step, so none was compared on ${chosenOn}.`
      : "No candidate was tried.";
  }
  const none = looks === 1 ? "The one candidate" : `None of ${count(looks, "candidate")}`;
  return `${none} that ${
    looks === 1 ? "was" : "were"
  } compared on ${chosenOn} was better than the start.`;
}

/** What changed, on how many examples, with the interval. */
function changeText(verdict: Verdict): string {
  const { split, examples, isByFailures, failed, interval, looks, isWidened } = verdict;
  if (examples === 0) return `No ${split} example was evaluated with both the start and the best.`;
  const unused = split === "test" ? " that were never used to choose" : "";
  const on = `On ${count(examples, `${split} example`)}${unused}, `;
  const change = isByFailures
    ? `${failed.initial} failed before and ${failed.best} after`
    : interval === undefined
    ? "fewer than two can be compared"
    : interval.mean === 0
    ? "the mean score did not change"
    : `the mean score ${interval.mean > 0 ? "rose" : "fell"} by ${
      scoreText(Math.abs(interval.mean))
    }`;
  if (interval === undefined) return `${on}${change}.`;
  if (interval.low === interval.high) return `${on}${change}; the change is the same on each.`;
  const of = isByFailures ? " of the change in the share that succeeds" : "";
  const widened = isWidened ? `, widened for ${looks} looks at them` : "";
  return `${on}${change} (95 % interval${of} ${rangeText(interval)}${widened}).`;
}

/** The reason against a claim. */
function doubt({ kind, interval, changed, fewestChanged, examples }: Verdict): string {
  if (kind !== "no evidence" || examples === 0) return "";
  if (changed === 0) return "No result changed.";
  if (interval !== undefined && interval.low <= 0 && interval.high >= 0) {
    return "The interval contains zero.";
  }
  return `Only ${
    count(changed, "result")
  } changed; fewer than ${fewestChanged} can be chance, however large the changes.`;
}

/** How the examples of the comparison were used before, or those that chose. */
function bias({ split, chosenOn, looks }: Verdict): string {
  const chose = `${count(looks, "candidate")} ${
    looks === 1 ? "was" : "were"
  } compared on ${chosenOn}`;
  switch (split) {
    case "test":
      return `${chose} to choose this one.`;
    case "validation":
      return `${chose}, and the best was taken, so the gain looks larger than it is. A test split would measure it.`;
    case "train":
      return `${chose}, which they were made from. Nothing is known of other examples: a validation and a test split would tell.`;
  }
}

function few({ examples }: Verdict): string {
  return examples >= fewExamples || examples === 0
    ? ""
    : `${count(examples, "example")} ${examples === 1 ? "is" : "are"} few.`;
}

/** Two bounds with signs, and digits that tell them apart. */
function rangeText({ low, high }: { readonly low: number; readonly high: number }): string {
  const [from, to] = scoreTexts([Math.abs(low), Math.abs(high)]);
  const sign = (value: number) => value < 0 ? "−" : value > 0 ? "+" : "";
  return `${sign(low)}${from} to ${sign(high)}${to}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
