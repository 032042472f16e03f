/**
 * Results of validations in messages between processes.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import type { Validation } from "../problem/proposal.ts";
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
  text,
  whole,
} from "./shape.ts";
import { type Origin, readWire, writeWire } from "./value.ts";

const maxParameters = 10_000;
const maxDiagnostics = 1_000;
const maxText = 1_000_000;

/** The validation as JSON. @throws {TypeError} when a value is no plain data */
export function encodeValidation(validation: Validation): unknown {
  return writeWire(validation);
}

/** The validation of JSON. @throws {TypeError} that names the first wrong part */
export function decodeValidation(json: unknown, origin: Origin = "untrusted"): Validation {
  return readValidation(readWire(json, origin), "validation");
}

/** A reason why code was refused. */
export const readDiagnostic: Read<Diagnostic> = record({
  stage: oneOf(
    "syntax",
    "entry",
    "signature",
    "import",
    "free-variable",
    "forbidden",
    "type",
    "load",
    "smoke",
  ),
  message: text(maxText),
  line: whole(),
  column: whole(),
  lineText: text(2_000),
});

const readValidation: Read<Validation> = record({
  rejections: list(
    record({
      parameter: text(maxNameChars),
      value: anything,
      reason: text(maxText),
      diagnostics: optional(list(readDiagnostic, maxDiagnostics)),
    }),
    maxParameters,
  ),
  values: byName(anything, maxParameters),
  isByClock: optional(flag),
  isProvisional: optional(flag),
});
