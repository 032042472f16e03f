/**
 * The failure of candidate code, with the source around the failing line.
 *
 * @module
 */
import type { CallResult, ThrownError } from "../../../sandbox/protocol.ts";
import type { Program } from "../code_runner.ts";
import type { Failure, Place } from "../failure.ts";
import { simpleText } from "../failure/failure_of.ts";
import { markSource } from "../failure/marked_source.ts";

const maxFrames = 4;
const wholeSource = 60;

/** The failure of a call without a value. @param place the author's failing line, if known */
export function callFailure(
  result: Exclude<CallResult, { kind: "value" }>,
  program: Program,
  place?: Place,
): Failure {
  const { error } = result;
  return {
    ...place === undefined ? {} : { place },
    ...result.kind === "timeout" ? { limitMs: result.limitMs } : {},
    kind: result.kind,
    name: error.name,
    message: error.message,
    full: fullText(error, program),
  };
}

/** The failure of an inner call; the outer failure shows the source lines. */
export function innerFailure(error: ThrownError): Failure {
  return { kind: "thrown", name: error.name, message: error.message, full: simpleText(error) };
}

function fullText(error: ThrownError, program: Program): string {
  const note = simpleText(error);
  const places = error.frames.filter((frame, i, all) => {
    return frame.unit !== all[i - 1]?.unit || frame.line !== all[i - 1]?.line;
  });
  const frames = places.slice(0, maxFrames).map((frame, i) => {
    const source = program.units.find((unit) => unit.id === frame.unit)?.source ?? frame.lineText;
    const around = i > 0 ? 1 : source.split("\n").length <= wholeSource ? wholeSource : 8;
    const lineNote = i === 0 ? note : "the error came out of this call";
    return `${frame.unit}, line ${frame.line}\n${markSource(source, frame.line, lineNote, around)}`;
  });
  const locals = Object.entries(error.locals ?? {}).map(([name, value]) => `${name} = ${value}`);
  const where = frames.length === 0 ? [note] : frames;
  return [...where, ...locals.length === 0 ? [] : [`with ${locals.join(", ")}`]].join("\n");
}
