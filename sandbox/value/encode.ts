/**
 * Encodes a value as text, in the encoding of `format.ts`.
 *
 * Runs in both the host and the realm. In a realm it reads each property once and calls nothing that a candidate
 * can replace; the candidate's own getters and proxies run as candidate code.
 *
 * @module
 */
import { bigIntText, is, quote, symbolKey, toText } from "../primordials.ts";
import { kindOf, type ObjectKind } from "./kind.ts";
import {
  isPlainNumber,
  listChars,
  writeArray,
  writeBare,
  writeMap,
  writeRecord,
  writeSet,
} from "./write_containers.ts";
import {
  writeBuffer,
  writeDate,
  writeError,
  writePreview,
  writeRegExp,
  writeRegExpData,
  writeView,
} from "./write_leaves.ts";
import {
  createWriter,
  type EncodeRules,
  heightAt,
  numberOf,
  refuse,
  register,
  setHeight,
  setSize,
  sizeAt,
  spend,
  take,
  type Writer,
} from "./writer.ts";

export type { EncodeRules } from "./writer.ts";

/**
 * Encodes a value as text.
 *
 * @param value any value @param rules limits and exactness
 * @throws {ValueRefusal} for functions, promises and the like, and when limits are exceeded
 */
export function encode(value: unknown, rules: EncodeRules): string {
  // Fast path: most results need no state.
  if (typeof value === "number" && isPlainNumber(value)) return toText(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return write(createWriter(rules, write), value, 0);
}

/**
 * Encodes arguments as the text of an array. A reason names them by the rules' name and their number.
 *
 * @throws {ValueRefusal} as in {@linkcode encode}
 */
export function encodeList(list: ArrayLike<unknown>, rules: EncodeRules): string {
  const writer = createWriter(rules, write);
  register(writer, list);
  let text = "";
  const { length } = list;
  spend(writer, 0, listChars(length));
  for (let index = 0; index < length; index++) {
    writer.name = `${rules.name} ${index + 1}`;
    text += (index === 0 ? "" : ",") + write(writer, list[index], 0);
  }
  return `[${text}]`;
}

function write(writer: Writer, value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return writeString(writer, value, depth);
    case "number":
      return take(writer, depth, isPlainNumber(value) ? toText(value) : oddNumber(value));
    case "boolean":
      return take(writer, depth, value ? "true" : "false");
    case "undefined":
      return take(writer, depth, `{"$":"undefined"}`);
    case "bigint":
      return writeBigInt(writer, value, depth);
    case "symbol":
      return writeSymbol(writer, value, depth);
    case "object":
      return value === null ? take(writer, depth, "null") : writeObject(writer, value, depth);
    default:
      return refuse(writer, depth, `is a ${typeof value}`);
  }
}

function oddNumber(value: number): string {
  return `{"$":"number","text":"${is(value, -0) ? "-0" : toText(value)}"}`;
}

function writeString(writer: Writer, value: string, depth: number): string {
  const { maxTextChars, maxChars } = writer.rules.limits;
  if (value.length > maxTextChars) {
    refuse(
      writer,
      depth,
      `is a string of ${value.length} characters, over the limit of ${maxTextChars}`,
    );
  }
  if (value.length > maxChars) spend(writer, depth, value.length); // before quoting
  return take(writer, depth, quote(value));
}

const maxSmallBigInt = 2n ** 63n;

function writeBigInt(writer: Writer, value: bigint, depth: number): string {
  const { maxBigIntDigits: most } = writer.rules.limits;
  const isSmall = -maxSmallBigInt < value && value < maxSmallBigInt;
  // Hexadecimal digits take linear time, unlike decimal digits; a number has fewer of them.
  const maxLength = value < 0n ? most + 1 : most;
  const isLong = !isSmall && bigIntText(value, 16).length > maxLength;
  const text = isLong ? "" : toText(value);
  if (isLong || text.length > maxLength) {
    refuse(writer, depth, `is a bigint of more than ${most} digits`);
  }
  return take(writer, depth, `{"$":"bigint","text":"${text}"}`);
}

function writeSymbol(writer: Writer, value: symbol, depth: number): string {
  const key = writer.rules.limits.hasSymbols ? symbolKey(value) : undefined;
  if (key === undefined) return refuse(writer, depth, "is a symbol");
  return take(writer, depth, `{"$":"symbol","key":${quote(key)}}`);
}

function writeObject(writer: Writer, value: object, depth: number): string {
  const { maxDepth, hasReferences } = writer.rules.limits;
  const known = numberOf(writer, value);
  if (known !== undefined && (hasReferences || sizeAt(writer, known) === undefined)) {
    return writeReference(writer, known, depth);
  }
  if (depth >= maxDepth) refuse(writer, depth, `is nested deeper than ${maxDepth} levels`);
  const kind = kindOf(value, writer.rules.isExact);
  if (typeof kind === "object") return refuse(writer, depth, kind.not);
  if (kind === "preview") return writePreview(writer, value, depth);
  const number = register(writer, value);
  const before = writer.usedChars + writer.savedChars;
  const { deepest } = writer;
  writer.deepest = depth;
  const text = writeKind(writer, value, kind, depth);
  setSize(writer, number, writer.usedChars + writer.savedChars - before);
  setHeight(writer, number, writer.deepest - depth);
  if (deepest > writer.deepest) writer.deepest = deepest;
  return text;
}

function writeReference(writer: Writer, number: number, depth: number): string {
  const { hasCycles, maxExpandedChars, maxDepth } = writer.rules.limits;
  const size = sizeAt(writer, number);
  if (size === undefined && !hasCycles) refuse(writer, depth, "is cyclic: it contains itself");
  const deepest = depth + heightAt(writer, number);
  if (size !== undefined && deepest >= maxDepth) {
    refuse(writer, depth, `is nested deeper than ${maxDepth} levels`);
  }
  if (deepest > writer.deepest) writer.deepest = deepest;
  writer.savedChars += size ?? 0;
  if (writer.usedChars + writer.savedChars > maxExpandedChars) {
    const reason = `ends beyond the limit of ${maxExpandedChars} characters without references`;
    refuse(writer, depth, reason);
  }
  return take(writer, depth, `{"$":"ref","to":${number}}`);
}

function writeKind(
  writer: Writer,
  value: object,
  kind: Exclude<ObjectKind, "preview">,
  depth: number,
): string {
  switch (kind) {
    case "record":
      return writeRecord(writer, value, depth);
    case "bare":
      return writeBare(writer, value, depth);
    case "array":
      return writeArray(writer, value as readonly unknown[], depth);
    case "map":
      return writeMap(writer, value, depth);
    case "set":
      return writeSet(writer, value, depth);
    case "date":
      return writeDate(writer, value, depth);
    case "regexp":
      return writeRegExp(writer, value, depth);
    case "regexp data":
      return writeRegExpData(writer, value, depth);
    case "buffer":
      return writeBuffer(writer, value, depth);
    case "view":
      return writeView(writer, value, depth);
    case "error":
      return writeError(writer, value, depth);
    default:
      return kind satisfies never;
  }
}
