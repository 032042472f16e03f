/**
 * The text of an evaluation: the examples with the lowest scores, then the score of the split.
 *
 * @module
 */
import { sharesText } from "../../model/shares_text.ts";
import { plainText } from "../../printable.ts";
import type { ValueSource } from "../../run/given_values.ts";
import { isFailed, type SplitScore } from "../../run/split_score.ts";
import { scoreText, scoreTexts } from "../../run/score_text.ts";
import type { TaskDescription } from "../../supervise/message.ts";
import type { EventOf } from "../../trainer/event.ts";
import { meanMetrics } from "../../trainer/scores.ts";
import { shortText } from "../../cut_text.ts";
import { countText, durationText, plural } from "../../run/amount_text.ts";
import { padded } from "./columns.ts";
import {
  bold,
  dim,
  green,
  type Insertion,
  red,
  styled,
  type TerminalText,
} from "../terminal_text.ts";

/** What is shown. */
export interface EvaluationText {
  readonly task: TaskDescription | undefined;
  /** Where the values come from; undefined for those that the task starts with. */
  readonly source: ValueSource | undefined;
  readonly result: SplitScore;
  readonly evaluated: readonly EventOf<"evaluated">[];
  readonly minScore: number | undefined;
  /** Whether only the score is shown. */
  readonly isQuiet: boolean;
}

/** Examples in the table, and characters of their words. */
const maxRows = 20;
const maxWords = 100;

/** The lines of an evaluation. */
export function evaluationLines(
  { task, source, result, evaluated, minScore, isQuiet }: EvaluationText,
): Insertion[] {
  const { score, split, examples, failures, usage, seconds } = result;
  const shares = sharesText(usage);
  const summary = [
    styled`${dim("score")}     ${bold(scoreText(score))} on ${
      plural(examples, `${split} example`)
    }${thresholdText(score, minScore)}`,
    styled`${dim("failures")}  ${failures === 0 ? "none" : red(countText(failures))}`,
  ];
  if (isQuiet) return summary;
  const metrics = Object.entries(meanMetrics(evaluated)).map(([name, value]) =>
    `${plainText(name)} ${scoreText(value)}`
  );
  return [
    styled`${bold(plainText(task?.name ?? ""))}: ${plainText(sourceText(source))}`,
    "",
    ...rows(evaluated),
    "",
    ...summary,
    ...(metrics.length === 0 ? [] : [styled`${dim("metrics")}   ${metrics.join(", ")}`]),
    ...(usage.calls === 0 ? [] : [
      styled`${dim("usage")}     ${plural(usage.calls, "model call")}${
        shares === undefined ? "" : ` (${shares})`
      }`,
    ]),
    styled`${dim("time")}      ${durationText(seconds)}`,
  ];
}

function sourceText(source: ValueSource | undefined): string {
  if (source === undefined) return "the values that it starts with";
  if (source.kind === "values") return "the given values";
  return source.kind === "run" ? `the best of ${source.runDir}` : `the values in ${source.path}`;
}

function thresholdText(score: number | null, minScore: number | undefined): Insertion {
  if (minScore === undefined) return "";
  return score !== null && score >= minScore
    ? green(`, at least ${minScore}`)
    : red(`, below ${minScore}`);
}

/** The examples with the lowest scores first, failed ones before all. */
function rows(evaluated: readonly EventOf<"evaluated">[]): TerminalText[] {
  const rank = ({ score }: EventOf<"evaluated">) => score ?? -Infinity;
  const sorted = evaluated.toSorted((a, b) =>
    rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a.example.index - b.example.index
  );
  const shown = sorted.slice(0, maxRows);
  const names = shown.map(({ example: { split, index } }) => `${split} ${index}`);
  const scores = scoreTexts(shown.map(({ score }) => score));
  const width = (texts: readonly string[], head: string) =>
    Math.max(head.length, ...texts.map((text) => text.length));
  const [nameWidth, scoreWidth] = [width(names, "example"), width(scores, "score")];
  const row = (name: Insertion, score: Insertion, words: Insertion) =>
    styled`${padded(name, nameWidth, "end")}   ${padded(score, scoreWidth, "start")}   ${words}`;
  const hidden = sorted.length - shown.length;
  return [
    row(dim("example"), dim("score"), dim("feedback")),
    ...shown.map((event, i) => {
      const words = shortText(plainText(event.error ?? event.feedback), maxWords);
      return row(names[i] ?? "", scores[i] ?? "", isFailed(event) ? red(words) : words);
    }),
    ...(hidden === 0
      ? []
      : [styled`${dim(`${plural(hidden, "example")} with higher scores not shown`)}`]),
  ];
}
