/**
 * Splits an answer into JSON objects, fenced blocks and the prose around them.
 *
 * @module
 */
import { JsonError, readJson } from "../lenient_json.ts";

/** A record of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A fenced block. */
export interface Fence {
  /** What stands behind the opening fence: `ts`, `json title=x`. */
  readonly info: string;
  readonly text: string;
  /** The last line of prose before it, which may name it. */
  readonly heading: string;
  /** Whether its end is missing. */
  readonly isOpen: boolean;
}

/** The parts of an answer. */
export interface Pieces {
  /** The objects at the top level, in order, also those in fenced blocks. */
  readonly objects: readonly JsonObject[];
  /** The offset of the first object. */
  readonly firstObject: number;
  /** The first malformed object, and its offset. */
  readonly broken?: { readonly error: JsonError; readonly start: number };
  /** Blocks that are not JSON. */
  readonly fences: readonly Fence[];
  /** The text outside of fences. */
  readonly prose: string;
}

/** Maximum number of objects, of malformed ones before the search for objects ends, and of fences. */
export const maxObjects = 1_000;
const maxFailures = 100;
const maxFences = 200;

/**
 * An object, a list of objects at the start of a text or fence, or a fence at the start of a line. Keys without quotes are
 * those of an answer, or stand at the start of the text or fence.
 */
const opening =
  /^[ \t]{0,8}(?:`{3,}|~{3,})[^\n]*$|\{(?=\s*(?:\/\/[^\n]*\s*|#[^\n]*\s*)?(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)\s*:)|\{(?=\s*(?:suggestions?|reasoning|answer)\s*:)/gim;

/** Finds the pieces in linear time: the search goes on after a piece, or where one is malformed. */
export function piecesOf(
  text: string,
  { isValue = () => false }: {
    /** Whether a heading announces a value, so that its fence is no JSON answer. @default none does */
    readonly isValue?: (heading: string) => boolean;
  } = {},
): Pieces {
  const objects: JsonObject[] = [];
  const fences: Fence[] = [];
  const prose: string[] = [];
  let broken: Pieces["broken"];
  let firstObject = Infinity;
  let failures = 0;
  let heading = "";
  let done = 0; // the end of the last fence

  /** Reads a value; its end, or undefined where there is none. */
  function take(at: number): number | undefined {
    try {
      const { value, end } = readJson(text, at);
      objects.push(...(Array.isArray(value) ? value : [value]).filter(isObject));
      firstObject = Math.min(firstObject, at);
      return end;
    } catch (caught) {
      if (!(caught instanceof JsonError)) throw caught;
      broken ??= { error: caught, start: at };
      failures++;
      opening.lastIndex = Math.max(caught.at, at + 1);
      return undefined;
    }
  }

  opening.lastIndex = 0;
  const start = jsonStart(text, 0);
  const whole = start === undefined ? undefined : take(start);
  if (whole !== undefined) opening.lastIndex = whole;
  while (failures < maxFailures && objects.length <= maxObjects && fences.length < maxFences) {
    const match = opening.exec(text);
    if (match === null) break;
    const at = match.index;
    if (match[0].startsWith("{")) {
      opening.lastIndex = take(at) ?? opening.lastIndex;
      continue;
    }
    heading = headingOf(text.slice(done, at)) || heading;
    const { fence, body, end } = fenceAt(text, match, heading);
    const json = isCode(fence.info) || isValue(heading) ? undefined : jsonStart(text, body);
    if (json === undefined) fences.push(fence);
    const taken = json === undefined ? undefined : take(json);
    prose.push(text.slice(done, at));
    done = opening.lastIndex = taken === undefined ? end : afterFence(text, taken);
  }
  prose.push(text.slice(done));
  return {
    objects,
    firstObject,
    ...(broken === undefined ? {} : { broken }),
    fences,
    prose: prose.join("\n"),
  };
}

/** The offset of the object or list of objects that a text or fence starts with. */
function jsonStart(text: string, at: number): number | undefined {
  const blanks = /^\s*(?=\{|\[\s*\{)/.exec(text.slice(at, at + 1_000))?.[0].length;
  return blanks === undefined ? undefined : at + blanks;
}

/** Whether a block is of a language whose code may start with a brace. */
function isCode(info: string): boolean {
  return /^(?:[cm]?[jt]sx?|typescript|javascript)\b/i.test(info);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fence that a line opens; it ends with a line of the same marks, or with the text. */
function fenceAt(
  text: string,
  match: RegExpExecArray,
  heading: string,
): { readonly fence: Fence; readonly body: number; readonly end: number } {
  const line = match[0].trim();
  const mark = /^(?:`+|~+)/.exec(line)?.[0] ?? "```";
  const info = line.slice(mark.length).trim();
  const first = match.index + match[0].length; // the line break before the body
  for (let at = first; at >= 0; at = text.indexOf("\n", at + 1)) {
    const next = text.slice(at + 1, at + 1 + maxHeading);
    const close = /^[ \t]*([`~]+)[ \t]*(?:\r?\n|$)/.exec(next);
    if (!close?.[1]?.startsWith(mark)) continue;
    const body = text.slice(first + 1, Math.max(first + 1, at));
    const end = at + 1 + close[0].trimEnd().length;
    return { fence: { info, text: body, heading, isOpen: false }, body: first + 1, end };
  }
  const fence = { info, text: text.slice(first + 1), heading, isOpen: true };
  return { fence, body: first + 1, end: text.length };
}

/** The offset after the closing fence that follows an offset, if one does. */
function afterFence(text: string, at: number): number {
  const rest = /^\s*(?:`{3,}|~{3,})[^\n]{0,9}/.exec(text.slice(at, at + 200));
  return at + (rest?.[0].length ?? 0);
}

/** Maximum characters of a heading. */
const maxHeading = 300;

/** The last line with words. */
function headingOf(prose: string): string {
  const lines = prose.slice(-2 * maxHeading).split("\n").map((line) => line.trim());
  return lines.findLast((line) => /[\p{L}\p{N}]/u.test(line))?.slice(0, maxHeading) ?? "";
}
