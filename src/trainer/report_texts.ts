/**
 * Feedback and outputs of an evaluated candidate as bounded texts for proposers.
 *
 * @module
 */
import { shortText, shortWords } from "../cut_text.ts";
import { exampleName } from "../problem/example_name.ts";
import type { Problem } from "../problem/problem.ts";
import { differenceOf } from "../propagate/mean.ts";
import { exampleId } from "./evaluations.ts";
import type { ExampleRef, Report } from "./evaluator.ts";
import { formatScore, type Score } from "./scores.ts";
import type { EvaluatedCandidate } from "./trainer.ts";

/** Maximum characters of one feedback text, and of all texts of a trial. */
const maxFeedback = 240;
const maxAllFeedback = 480;

/** Maximum characters of one output, and of all outputs of a trial. */
const maxOutput = 160;
const maxAllOutputs = 240;

/** `example 3 (0.5): too small`, the worst examples first; equal texts once. Bounded per text and in total. */
export function feedbackOf(evaluated: EvaluatedCandidate): string {
  return textOf(evaluated, {
    write: ({ feedback }) => shortWords(feedback.trim(), maxFeedback),
    limit: maxAllFeedback,
  });
}

/** `example 3 (0.5): [0, 0]`, like `feedbackOf`. Failed runs have none. */
export function outputsOf(evaluated: EvaluatedCandidate): string {
  return textOf(evaluated, {
    write: ({ output }) => shortText(withRows(output), maxOutput),
    limit: maxAllOutputs,
  });
}

/** The reports of one text. */
interface Saying {
  readonly examples: readonly ExampleRef[];
  readonly scores: readonly Score[];
  readonly text: string;
}

/** Whole lines up to `limit` characters, at least one; how many more there are. */
function textOf({ examples, reports }: EvaluatedCandidate, { write, limit }: {
  readonly write: (report: Report) => string;
  readonly limit: number;
}): string {
  const said = examples.flatMap((example, place) => {
    const report = reports[place];
    const text = report === undefined ? "" : write(report).replaceAll("\n", "\n  ");
    return report === undefined || text === "" ? [] : [{ example, text, score: report.score }];
  }).sort((one, other) => byScore(one.score, other.score));
  const lines = [...Map.groupBy(said, ({ text }) => text)].map(([text, all]) =>
    lineOf({
      examples: all.map(({ example }) => example),
      scores: all.map(({ score }) => score),
      text,
    })
  );
  let length = 0;
  const fitting = lines.filter((line, place) =>
    (length += line.length + 1) <= limit || place === 0
  );
  const more = lines.length - fitting.length;
  return [...fitting, ...(more > 0 ? [`… ${more} more`] : [])].join("\n");
}

/** Maximum number of examples named in one line. */
const maxNamed = 8;

/** `example 3 (0.5): too small`, or `examples 1, 4 (0.5, 0.75): too small`. */
function lineOf({ examples, scores, text }: Saying): string {
  const names = examples.map((example) => exampleName(exampleId(example)));
  const numbers = new Set(scores).size === 1 ? scores.slice(0, 1) : scores;
  const name = names.length === 1
    ? names.join()
    : `examples ${listed(names.map((each) => each.replace(/^example /, "")))}`;
  return `${name} (${listed(numbers.map(formatScore))}): ${text}`;
}

function listed(items: readonly string[]): string {
  const more = items.length - maxNamed;
  return `${items.slice(0, maxNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Failed runs first, then the lowest scores; equal ones keep their order. */
function byScore(one: Score, other: Score): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null);
  return differenceOf(one, other);
}

/** A printed table of single characters, with each row as one string: it takes a fifth of the room. */
function withRows(printed: string): string {
  return printed.replace(
    /\[("[^"\\]"(?:, "[^"\\]"){2,})\]/g,
    (_row, characters: string) => `"${characters.replace(/"(.)"(?:, )?/gsu, "$1")}"`,
  );
}

/** Maximum characters of the feedback on one example, for a proposer without a trace. */
const maxJudged = 2_000;

/** Score and feedback of a report, for a proposer without a trace. */
export function judgedOf(
  { score, feedback }: Report,
  example: ExampleRef,
): NonNullable<Problem["judged"]>[number] {
  return {
    example: exampleName(exampleId(example)),
    score,
    feedback: shortText(feedback, maxJudged),
  };
}
