/**
 * Reads the frames of an error's stack, without frames of the library.
 *
 * @module
 */
import type { Place } from "../failure.ts";
import type { CallSite } from "../host_services.ts";

/** One call on a stack. */
export interface StackFrame extends CallSite {
  readonly functionName: string | undefined;
}

const library = new URL("..", import.meta.url).href;
/** All of the library's code. */
const wholeLibrary = new URL("../..", import.meta.url).href;
const maxFrames = 20;

/**
 * The frames of the user's code, innermost first: those above the library's innermost call of it. Never throws.
 *
 * @param error any thrown value
 */
export function userFrames(error: unknown): StackFrame[] {
  const frames = allFrames(stackText(error));
  const first = frames.findIndex((frame) => !isOwn(frame));
  if (first < 0) return [];
  const rest = frames.slice(first);
  const end = rest.findIndex(isOwn);
  return (end < 0 ? rest : rest.slice(0, end)).slice(0, maxFrames);
}

/** The innermost place in a module that is not the library's; undefined when there is none. Never throws. */
export function authorPlace(error: unknown): Place | undefined {
  const frame = allFrames(stackText(error)).find(({ url }) =>
    !url.startsWith(wholeLibrary) && /^(?:file|https?|data|blob):/.test(url)
  );
  return frame && { file: frame.url, line: frame.line };
}

/** The caller of the library function that calls this. */
export function callSiteOutside(): CallSite | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.max(limit, maxFrames);
  try {
    return allFrames(stackText(new Error())).find((frame) => !isOwn(frame));
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function isOwn(frame: StackFrame): boolean {
  return frame.url.startsWith(library);
}

function stackText(error: unknown): string {
  try {
    const stack: unknown = error instanceof Error ? error.stack : undefined;
    return typeof stack === "string" ? stack : "";
  } catch {
    return ""; // a hostile getter
  }
}

function allFrames(stack: string): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const [, name, url = "", line, column] of stack.matchAll(frameLine)) {
    frames.push({
      functionName: name?.replace(/^async /, "").replace(/^(?:Object|Module|new)[. ]/, ""),
      url,
      line: Number(line),
      column: Number(column),
    });
  }
  return frames;
}

/** `    at name (url:line:column)` or `    at url:line:column`. */
const frameLine = /^ {4}at (?:async )?(?:([^\n]*?) \()?([a-z][a-z+.-]*:[^\n]*?):(\d+):(\d+)\)?$/gm;
