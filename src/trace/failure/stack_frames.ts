/**
 * Reads the frames of an error's stack, without frames of the library.
 *
 * @module
 */
import type { Place } from "../failure.ts";
import { shownUrl } from "../given_modules.ts";
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
 * The frames within the call of one function, innermost first. Never throws.
 *
 * An error that was made elsewhere (kept in a variable, say) has a stack of other code of the host, and gives none. After
 * an `await` a stack does not reach the library; then the frames end with the function itself, known by its name.
 *
 * @param error any thrown value
 * @param name the name of the function that threw it
 */
export function framesWithin(error: unknown, name: string): StackFrame[] {
  const { frames, isWhole } = innermostCall(error);
  if (name === "") return isWhole ? frames.slice(0, maxFrames) : [];
  const own = frames.findLastIndex((frame) => frame.functionName?.split(/[^\w$#]+/).includes(name));
  return frames.slice(0, Math.min(own + 1, maxFrames));
}

/** The user's frames up to the library's call of them; whole if the stack reaches that call. */
function innermostCall(error: unknown): { frames: StackFrame[]; isWhole: boolean } {
  const frames = allFrames(stackText(error));
  const first = frames.findIndex((frame) => !isOwn(frame));
  if (first < 0) return { frames: [], isWhole: false };
  const rest = frames.slice(first);
  const end = rest.findIndex(isOwn);
  return { frames: end < 0 ? rest : rest.slice(0, end), isWhole: end >= 0 };
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
  return callerWithin(usualDepth) ?? callerWithin(maxFrames);
}

/** Frames in which the caller usually is; each frame costs a look into a source map. */
const usualDepth = 6;

function callerWithin(depth: number): CallSite | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
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
      url: shownUrl(url),
      line: Number(line),
      column: Number(column),
    });
  }
  return frames;
}

/** `    at name (url:line:column)` or `    at url:line:column`. */
const frameLine = /^ {4}at (?:async )?(?:([^\n]*?) \()?([a-z][a-z+.-]*:[^\n]*?):(\d+):(\d+)\)?$/gm;
