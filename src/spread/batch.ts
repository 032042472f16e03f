/**
 * Requests and outcomes of a batch as JSON. Each candidate is written once.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import type { EvaluationRequest, Report } from "../trainer/evaluator.ts";
import { decodeReport, encodeReport } from "../wire/report.ts";
import { decodeCandidate, encodeCandidate, readExample } from "../wire/request.ts";
import {
  anything,
  flag,
  list,
  nullable,
  oneOf,
  optional,
  record,
  refusal,
  whole,
} from "../wire/shape.ts";
import type { Origin } from "../wire/value.ts";
import { maxBatchSize } from "./batch_size.ts";

/** Most characters of the requests of a batch, unless a single one has more. */
export const maxContentChars = 4_000_000;

/** Most characters of the outcomes of a batch; what exceeds them is evaluated by the run itself. */
const maxResultChars = 16_000_000;

/** Most characters of the JSON of a batch that is read at all. */
const maxReadChars = 64_000_000;

/**
 * What a worker made of a request: a report, or the reason why the run must evaluate it. `model`: its task asks a language
 * model, which is the run's to pay. `failure`: there is no report, or one that names places on the worker's machine.
 */
export type Outcome =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "model" }
  | { readonly kind: "failure" };

/** Candidates as JSON, written once. */
export class CandidateTexts {
  readonly #texts = new WeakMap<Candidate, string>();

  /** The candidate as JSON. @throws {TypeError} when a value is no plain data */
  of(candidate: Candidate): string {
    let text = this.#texts.get(candidate);
    if (text === undefined) {
      this.#texts.set(candidate, text = JSON.stringify(encodeCandidate(candidate)));
    }
    return text;
  }
}

/** The requests as JSON. @throws {TypeError} when a value of a candidate is no plain data */
export function encodeBatch(
  requests: readonly EvaluationRequest[],
  texts: CandidateTexts = new CandidateTexts(),
): string {
  const candidates = [...new Set(requests.map(({ candidate }) => candidate))];
  const places = new Map(candidates.map((candidate, place) => [candidate, place]));
  const written = requests.map(({ candidate, example, seed, sample, isTraced }) =>
    JSON.stringify({
      candidate: places.get(candidate),
      example,
      seed,
      ...(sample === undefined ? {} : { sample }),
      isTraced,
    })
  );
  const values = candidates.map((candidate) => texts.of(candidate));
  return `{"candidates":[${values.join()}],"requests":[${written.join()}]}`;
}

/** The requests of JSON of any origin. @throws {TypeError} that names the first wrong part */
export function decodeBatch(text: string): readonly EvaluationRequest[] {
  const { candidates: encoded, requests } = readBatch(parsed(text), "batch");
  const candidates = encoded.map((json) => decodeCandidate(json, "trusted"));
  return requests.map(({ candidate: place, ...request }, number) => {
    const candidate = candidates[place];
    if (candidate !== undefined) return { ...request, candidate };
    throw refusal(`batch.requests[${number}].candidate`, "a candidate of the batch", place);
  });
}

/** The outcomes as JSON; beyond the bound of a batch they become failures. */
export function encodeOutcomes(outcomes: readonly Outcome[]): string {
  let left = maxResultChars;
  const written = outcomes.map((outcome) => {
    const text = outcome.kind === "report" ? reportText(outcome.report) : outcomeText(outcome);
    const kept = text.length <= left ? text : failed;
    left -= kept.length;
    return kept;
  });
  return `[${written.join()}]`;
}

/**
 * The outcomes of JSON of any origin.
 *
 * @param size their number @param origin who wrote the task
 * @throws {TypeError} that names the first wrong part
 */
export function decodeOutcomes(
  text: string,
  size: number,
  origin: Origin = "trusted",
): readonly Outcome[] {
  const outcomes = list(readOutcome, maxBatchSize)(parsed(text), "outcomes");
  if (outcomes.length !== size) throw refusal("outcomes", `${size} outcomes`, outcomes.length);
  return outcomes.map(({ report, here }): Outcome =>
    here !== null ? { kind: here } : { kind: "report", report: decodeReport(report, origin) }
  );
}

const failed = outcomeText({ kind: "failure" });

function outcomeText({ kind }: Exclude<Outcome, { kind: "report" }>): string {
  return JSON.stringify({ here: kind });
}

function reportText(report: Report): string {
  try {
    return JSON.stringify({ here: null, report: encodeReport(report) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return failed; // no plain data: only the run's own process can hold it
  }
}

const readBatch = record({
  candidates: list(anything, maxBatchSize),
  requests: list(
    record({
      candidate: whole(),
      example: readExample,
      seed: whole(Number.MIN_SAFE_INTEGER),
      sample: optional(whole()),
      isTraced: flag,
    }),
    maxBatchSize,
  ),
});

const readOutcome = record({
  here: nullable(oneOf("model", "failure")),
  report: optional(anything),
});

function parsed(text: string): unknown {
  if (text.length > maxReadChars) throw refusal("batch", "JSON of bounded length", text.length);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError("Cannot read a batch: received text that is no JSON", { cause });
  }
}
