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
  /** Sentences on how sure it is, most important first. */
  readonly details: readonly string[];
}

/** The verdict on a run so far, in words. */
export function verdictText(view: RunView): VerdictText {
  const verdict = verdictOf(view);
  const { kind, split } = verdict;
  switch (kind) {
    case "not measured":
      return {
        headline: view.finished === undefined ? "Nothing is measured yet." : noEvidence,
        tone: "plain",
        details: view.finished === undefined ? [] : ["Nothing was measured."],
      };
    case "no evidence":
      return { headline: noEvidence, tone: "plain", details: detailsOf(verdict) };
    case "worse":
      return { headline: `Worse on ${split}.`, tone: "bad", details: detailsOf(verdict) };
    case "better":
      return split === "train"
        ? {
          headline: "Better on the examples it was trained on.",
          tone: "plain",
          details: detailsOf(verdict),
        }
        : { headline: `Better on ${split}.`, tone: "good", details: detailsOf(verdict) };
    default:
      return kind satisfies never;
  }
}

const noEvidence = "No evidence of improvement.";

function detailsOf(verdict: Verdict): string[] {
  const { split, isStart, examples, looks } = verdict;
  return [
    ...(isStart ? [startText(verdict)] : [changeOf(verdict), ...doubtsOf(verdict)]),
    ...(split === "train" && !isStart
      ? ["Nothing is known of other examples: a validation and a test split would tell."]
      : []),
    ...(examples < fewExamples && examples > 0
      ? [
        `${count(examples, "example")} ${
          examples === 1 ? "is" : "are"
        } few: only large changes can be told from chance.`,
      ]
      : []),
    ...(looks > 0 && split === "test"
      ? [`Validation was looked at ${looks === 1 ? "once" : `${looks} times`} to choose the best.`]
      : []),
  ];
}

function startText({ looks, split }: Verdict): string {
  if (looks === 0) return "No candidate was compared with the start.";
  const place = split === "test" ? "validation" : split;
  return `The start is still the best: ${
    looks === 1 ? "the one candidate" : `none of ${looks} candidates`
  } compared on ${place} ${looks === 1 ? "was not" : "was"} better.`;
}

/** What changed, on how many examples, with the interval. */
function changeOf(
  { split, examples, isByFailures, failed, interval, looks, isWidened }: Verdict,
): string {
  if (examples === 0) {
    return `No example of ${split} was evaluated with both the start and the best.`;
  }
  const held = split === "test" ? ", never used to choose" : split === "validation" ? "" : "";
  const on = `on ${count(examples, `${split} example`)}${held}`;
  const change = isByFailures
    ? `${failed.initial} of ${examples} runs failed before, ${failed.best} after, ${on}`
    : interval === undefined
    ? `The score changed ${on}`
    : interval.mean === 0
    ? `The mean score is the same ${on}`
    : `The mean score ${interval.mean > 0 ? "rose" : "fell"} by ${
      scoreText(Math.abs(interval.mean))
    } ${on}`;
  if (interval === undefined) return `${change}.`;
  const [low, high] = signedTexts([interval.low, interval.high]);
  const what = isByFailures ? "change in the share of runs that succeed" : "difference";
  const widened = isWidened ? `, widened for ${looks} looks at these examples,` : "";
  return `${change}; the 95 % interval of the ${what}${widened} is ${low} to ${high}.`;
}

/** The reasons against a claim. */
function doubtsOf({ kind, interval, changed, fewestChanged, examples }: Verdict): string[] {
  if (kind !== "no evidence" || examples === 0) return [];
  const containsZero = interval !== undefined && interval.low <= 0 && interval.high >= 0;
  if (changed === 0) return ["No example's result changed."];
  if (containsZero) return ["The interval contains zero."];
  return [
    `Only ${
      count(changed, "example")
    } changed; fewer than ${fewestChanged} can be chance, however large the changes.`,
  ];
}

function signedTexts(numbers: readonly number[]): string[] {
  const texts = scoreTexts(numbers.map(Math.abs));
  return numbers.map((number, i) => `${number < 0 ? "−" : number > 0 ? "+" : ""}${texts[i]}`);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
