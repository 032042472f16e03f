/**
 * Requests to an evaluator in messages between processes; signals stay behind.
 *
 * @module
 */
import { type Candidate, candidateOf } from "../trainer/candidate.ts";
import type {
  DrawRequest,
  EvaluationRequest,
  ExampleRef,
  ValidateOptions,
} from "../trainer/evaluator.ts";
import {
  anything,
  byName,
  flag,
  list,
  maxNameChars,
  oneOf,
  optional,
  type Read,
  record,
  refusal,
  text,
  whole,
} from "./shape.ts";
import { type Origin, readWire, writeWire } from "./value.ts";

/** A request to validate. */
export interface ValidationRequest {
  readonly candidate: Candidate;
  /** Names of the changed parameters. */
  readonly changed: readonly string[];
  readonly options: ValidateOptions;
}

const maxParameters = 10_000;
const maxCalls = 100;

/** The request as JSON. @throws {TypeError} when a value of the candidate is no plain data */
export function encodeRequest({ signal: _signal, ...request }: EvaluationRequest): unknown {
  return writeWire(request);
}

/** The request of JSON. @throws {TypeError} that names the first wrong part */
export function decodeRequest(json: unknown, origin: Origin = "untrusted"): EvaluationRequest {
  return evaluation(readWire(json, origin), "request");
}

/** As `encodeRequest`. */
export function encodeDrawRequest({ signal: _signal, ...request }: DrawRequest): unknown {
  return writeWire(request);
}

/** As `decodeRequest`. */
export function decodeDrawRequest(json: unknown, origin: Origin = "untrusted"): DrawRequest {
  return drawing(readWire(json, origin), "request");
}

/** As `encodeRequest`. */
export function encodeValidationRequest(
  { candidate, changed, options: { signal: _signal, ...options } }: ValidationRequest,
): unknown {
  return writeWire({ candidate, changed, options });
}

/** As `decodeRequest`. */
export function decodeValidationRequest(
  json: unknown,
  origin: Origin = "untrusted",
): ValidationRequest {
  return validation(readWire(json, origin), "request");
}

/** As `encodeRequest`. */
export function encodeCandidate(candidate: Candidate): unknown {
  return writeWire(candidate);
}

/** As `decodeRequest`. */
export function decodeCandidate(json: unknown, origin: Origin = "untrusted"): Candidate {
  return readCandidate(readWire(json, origin), "candidate");
}

/** The example of JSON, which is its own encoding. @throws {TypeError} when it is none */
export function decodeExample(json: unknown): ExampleRef {
  return readExample(json, "example");
}

/** A place in the data. */
export const readExample: Read<ExampleRef> = record({
  split: oneOf("train", "validation", "test"),
  index: whole(),
});

const candidateFields = record({
  id: text(100),
  values: byName(anything, maxParameters),
  isProvisional: optional(flag),
});

/** A candidate whose id is that of its values. */
const readCandidate: Read<Candidate> = (claim, path) => {
  const candidate = candidateFields(claim, path);
  const { id } = candidateOf(candidate.values);
  if (id !== candidate.id) throw refusal(`${path}.id`, `that of its values, ${id}`, candidate.id);
  return candidate;
};

const evaluation: Read<EvaluationRequest> = record({
  candidate: readCandidate,
  example: readExample,
  seed: whole(Number.MIN_SAFE_INTEGER),
  sample: optional(whole()),
  isTraced: flag,
  hasInputs: optional(flag),
});

const drawing: Read<DrawRequest> = record({
  candidate: readCandidate,
  example: readExample,
  seed: whole(Number.MIN_SAFE_INTEGER),
});

const validation: Read<ValidationRequest> = record({
  candidate: readCandidate,
  changed: list(text(maxNameChars), maxParameters),
  options: record({
    attempt: optional(record({ step: whole(), proposal: whole(), attempt: whole() })),
    inputs: optional(byName(list(list(anything, maxCalls), maxCalls), maxParameters)),
    mayBeProvisional: optional(flag),
  }),
});
