/**
 * An evaluation as the log has it.
 *
 * @module
 */
import type { Values } from "../problem/problem.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import { type Candidate, decodeValues, encodeValues } from "./candidate.ts";
import type { ExampleRef, Report, SmokeInputs } from "./evaluator.ts";
import type { EventOf, PackedRelaxed } from "./event.ts";
import { sampleOf } from "./journal.ts";

/** One candidate and one example. */
export interface Pair {
  readonly candidate: Candidate;
  readonly example: ExampleRef;
}

/** One of the evaluations of a pair. */
export interface Sample extends Pair {
  /** Its number, from 0. */
  readonly sample: number;
}

/** The event of an evaluation. */
export function evaluatedEvent(
  { candidate, example, sample }: Sample,
  report: Report,
  { step, seconds }: { readonly step: number; readonly seconds: number },
): EventOf<"evaluated"> {
  const { score, feedback, metrics, output, console, isByClock, durationMs } = report;
  const { error, failure, unawaited, feedbackGraph, messages, inputs, relaxed } = report;
  return {
    type: "evaluated",
    step,
    candidate: candidate.id,
    example,
    ...sampleOf(sample),
    score,
    feedback,
    metrics,
    ...(relaxed === undefined ? {} : { relaxed: packedRelaxed(relaxed) }),
    output,
    ...(error === undefined ? {} : { error }),
    ...(failure === undefined ? {} : { failure }),
    ...(unawaited === undefined ? {} : { unawaited }),
    ...(feedbackGraph === undefined ? {} : { feedbackGraph }),
    ...(messages === undefined ? {} : { messages: encodeValues(messages) }),
    ...(inputs === undefined ? {} : { inputs: encodeValues(inputs) }),
    ...(console.length === 0 ? {} : { console }),
    ...(isByClock ? { isByClock } : {}),
    durationMs,
    seconds,
  };
}

/** Recorded arguments as the log has them. */
export function inputsIn(encoded: Values): SmokeInputs {
  return decodeValues(encoded) as SmokeInputs; // as: written from such
}

/** The report in such an event. */
export function reportIn(event: EventOf<"evaluated">): Report {
  const { type: _type, step: _step, candidate: _candidate, example: _example, ...report } = event;
  const { sample: _sample, seconds: _seconds, console = [], ...known } = report;
  const { messages, inputs, relaxed, ...rest } = known;
  return {
    ...rest,
    ...(relaxed === undefined ? {} : { relaxed: unpackedRelaxed(relaxed) }),
    ...(inputs === undefined ? {} : { inputs: inputsIn(inputs) }),
    ...(messages === undefined ? {} : { messages: decodeValues(messages) }),
    console,
  };
}

/** Slacks as base64 of numbers of four bytes, the smallest byte first. */
function packedRelaxed({ score, slacks }: RelaxedScore): PackedRelaxed {
  return { score, slacks: new Uint8Array(Float32Array.from(slacks).buffer).toBase64() };
}

function unpackedRelaxed({ score, slacks }: PackedRelaxed): RelaxedScore {
  return { score, slacks: new Float32Array(Uint8Array.fromBase64(slacks).buffer) };
}
