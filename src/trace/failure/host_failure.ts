/**
 * The failure of host code, with the source lines of the functions on the stack.
 *
 * @module
 */
import type { Failure } from "../failure.ts";
import { failureOf } from "./failure_of.ts";
import { markSource } from "./marked_source.ts";
import { hostServices } from "../host_services.ts";
import { framesWithin, type StackFrame } from "./stack_frames.ts";

const maxShown = 5;
const throughCall = "the error came out of this call";

/**
 * The failure for an error thrown by a bundled function.
 *
 * @param error any thrown value
 * @param operator the name of the step, used when the stack has no frame of the function
 * @param functionName the name of the function itself
 */
export function hostFailure(error: unknown, operator: string, functionName: string): Failure {
  return failureOf(error, (note) => {
    const frames = framesWithin(error, functionName).slice(0, maxShown);
    if (frames.length === 0) return `${operator}(…)  <--- ${note}`;
    return frames.map((frame, i) => frameText(frame, i === 0 ? note : throughCall)).join("\n");
  });
}

function frameText(frame: StackFrame, note: string): string {
  const file = frame.url.slice(frame.url.lastIndexOf("/") + 1);
  const head = `${frame.functionName ?? "(top level)"} in ${file}, line ${frame.line}`;
  const source = readModule(frame.url);
  return source === undefined
    ? `${head}  <--- ${note}`
    : `${head}\n${markSource(source, frame.line, note)}`;
}

/** The text of a module; undefined when it cannot be read synchronously. */
function readModule(url: string): string | undefined {
  try {
    return hostServices().moduleReader?.(url);
  } catch {
    return undefined; // the failure is reported without its source line
  }
}
