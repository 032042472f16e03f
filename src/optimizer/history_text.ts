/**
 * Writes earlier trials as text, so that a model learns from them and does not repeat them.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { ParameterState } from "../problem/problem.ts";
import { bestTrials, type RefusedTrial, type Trial } from "../problem/trial.ts";
import { isCurrent, relationOf, resultsText, trialLine, trialText } from "./trial_text.ts";

/** What a prompt shows of the history. */
export interface HistoryTextOptions {
  /** Maximum tokens. */
  readonly room: number;
  /** Maximum number of whole trials: half the best ones, half the newest. */
  readonly size: number;
  /** Whether the other trials are listed, one line each. @default false */
  readonly isSummarized?: boolean;
  /** What was refused before any run. @default none */
  readonly refusals?: readonly RefusedTrial[];
}

/** The text of a history, and whether one of its whole trials was shortened or left out for want of room. */
export interface HistoryText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Largest share of the refusals in the room. */
const refusalShare = 0.25;

/**
 * Number of trials with long metrics, outputs and feedback, those of the current values aside: they stand in the other
 * sections. Short ones are shown of every whole trial.
 */
const detailed = 2;

/** Tokens up to which metrics, outputs and feedback of a trial are short. */
const shortResults = 48;

/** Tokens of the count of what is left out. */
const countTokens = 24;

/**
 * The best and the newest trials, oldest first, then the refusals. The most important ones have metrics, outputs and
 * feedback, the others where these are short. A trial that does not fit loses these, then its changes, and is counted when its line does not fit either.
 *
 * @param trials all trials, oldest first
 */
export function historyText(
  trials: readonly Trial[],
  parameters: readonly ParameterState[],
  { room, size, isSummarized = false, refusals = [] }: HistoryTextOptions,
): HistoryText {
  const refused = refusalsText(refusals, Math.floor(room * refusalShare));
  let left = room - costOf(refused) - (trials.length > 0 ? countTokens : 0);
  const texts = new Map<Trial, string>();
  const isFitting = (trial: Trial, text: string) => {
    const cost = costOf(text);
    if (cost > left) return false;
    left -= cost;
    texts.set(trial, text);
    return true;
  };
  let isCut = false;
  const whole = chosenTrials(trials, size);
  const others = whole.filter((trial) => !isCurrent(trial, parameters));
  const rich = others.slice(0, detailed);
  for (const trial of whole) {
    const all = others.includes(trial) ? resultsText(trial) : "";
    const results = rich.includes(trial) || costOf(all) <= shortResults ? all : "";
    const text = trialText(trial, parameters);
    if (isFitting(trial, results === "" ? text : `${text}\n${results}`)) continue;
    isCut = true;
    if (results !== "" && isFitting(trial, text)) continue;
    isFitting(trial, trialLine(trial, parameters));
  }
  const rest = isSummarized ? trials.filter((trial) => !whole.includes(trial)) : [];
  for (const trial of rest.toReversed()) {
    if (!isFitting(trial, trialLine(trial, parameters))) break;
  }
  const skipped = trials.filter((trial) => !texts.has(trial));
  const shown = trials.flatMap((trial) => texts.get(trial) ?? []);
  return {
    text: [countText(skipped), ...shown, refused].filter((text) => text !== "").join("\n\n"),
    isCut,
  };
}

/** The newest, the best, the second newest, the second best and so on: at most `size` different ones. */
function chosenTrials(trials: readonly Trial[], size: number): readonly Trial[] {
  const best = bestTrials(trials, size);
  const chosen = new Set<Trial>();
  for (let place = 0; place < Math.min(size, trials.length); place++) {
    for (const trial of [trials[trials.length - 1 - place], best[place]]) {
      if (trial !== undefined && chosen.size < size) chosen.add(trial);
    }
  }
  return [...chosen];
}

/** `… 12 more left out: 2 better, 3 equal, 7 worse than what they were made from`. */
function countText(skipped: readonly Trial[]): string {
  if (skipped.length === 0) return "";
  const relations = skipped.map(relationOf);
  const counts = (["better", "equal", "worse"] as const).flatMap((relation) => {
    const count = relations.filter((each) => each === relation).length;
    return count === 0 ? [] : [`${count} ${relation}`];
  });
  const how = counts.length === 0 ? "" : `: ${counts.join(", ")} than what they were made from`;
  return `… ${skipped.length} more left out${how}`;
}

/** The latest refusals that fit, oldest first. */
function refusalsText(refusals: readonly RefusedTrial[], room: number): string {
  const title = "Refused, and so never run:";
  const lines: string[] = [];
  let left = room - costOf(title);
  for (const refusal of refusals.toReversed()) {
    const line = refusalLine(refusal);
    left -= costOf(line);
    if (left < 0) break;
    lines.unshift(line);
  }
  return lines.length === 0 ? "" : [title, ...lines].join("\n");
}

function refusalLine({ step, parameter, reason, count }: RefusedTrial): string {
  const times = count === 1 ? "" : ` (${count} times)`;
  const name = parameter === undefined ? "" : `${parameter}: `;
  return `Step ${step}${times}: ${name}${reason.replaceAll("\n", "\n  ")}`;
}

/** Tokens of a text and of the blank line behind it. */
function costOf(text: string): number {
  return text === "" ? 0 : estimateTokens(text) + 1;
}
