/**
 * Encodes dates, regular expressions, buffers, errors and previews.
 *
 * @module
 */
import {
  bufferLength,
  Bytes,
  dateTime,
  errors,
  getPrototypeOf,
  hasOwn,
  objectKeys,
  ownDescriptor,
  ownKeys,
  quote,
  regExpFlags,
  regExpSource,
  toBase64,
  toText,
  viewBuffer,
  viewLength,
  viewName,
  viewOffset,
  views,
} from "../primordials.ts";
import { errorKeys } from "../revived_error.ts";
import type { RegExpData } from "./reg_exp_data.ts";
import type { ValuePreview } from "./value_preview.ts";
import { plainKeys, requireNoProperties, writeFields } from "./write_containers.ts";
import { countNodes, refuse, spend, take, type Writer } from "./writer.ts";

export function writeDate(writer: Writer, value: object, depth: number): string {
  const time = dateTime(value as Date); // throws unless it is a genuine Date
  requireNoProperties(writer, value, depth);
  return take(writer, depth, `{"$":"date","time":${time === time ? toText(time) : "null"}}`);
}

export function writeRegExp(writer: Writer, value: object, depth: number): string {
  if (writer.rules.isExact) {
    const isFresh = ownKeys(value).length === 1 && ownDescriptor(value, "lastIndex")?.value === 0;
    if (!isFresh) refuse(writer, depth, "is a regular expression that was used or changed");
  }
  return writePattern(writer, regExpSource(value), regExpFlags(value), depth);
}

export function writeRegExpData(writer: Writer, value: object, depth: number): string {
  const { source, flags } = value as RegExpData; // it has the brand
  if (typeof source !== "string" || typeof flags !== "string") {
    refuse(writer, depth, "is a regular expression without a source");
  }
  return writePattern(writer, source, flags, depth);
}

function writePattern(writer: Writer, source: string, flags: string, depth: number): string {
  const { maxRegExpChars } = writer.rules.limits;
  if (source.length > maxRegExpChars) {
    const reason = `is a regular expression of ${source.length} characters, over the limit`;
    refuse(writer, depth, `${reason} of ${maxRegExpChars}`);
  }
  return take(
    writer,
    depth,
    `{"$":"regexp","source":${quote(source)},"flags":${quote(flags)}}`,
  );
}

export function writeBuffer(writer: Writer, value: object, depth: number): string {
  const length = bufferLength(value); // throws unless it is a genuine buffer
  requireNoProperties(writer, value, depth);
  countBytes(writer, depth, length);
  return bytesText(writer, "ArrayBuffer", new Bytes(value as ArrayBuffer), depth);
}

export function writeView(writer: Writer, value: object, depth: number): string {
  const name = viewName(value);
  if (name === undefined || !hasOwn(views, name)) {
    return refuse(writer, depth, `is a ${name ?? "DataView"}`);
  }
  const buffer = viewBuffer(value);
  bufferLength(buffer); // throws for shared memory
  countBytes(writer, depth, viewLength(value));
  return bytesText(writer, name, new Bytes(buffer, viewOffset(value), viewLength(value)), depth);
}

function countBytes(writer: Writer, depth: number, bytes: number): void {
  const { maxBytes, maxChars } = writer.rules.limits;
  writer.bytes += bytes;
  if (writer.bytes > maxBytes || bytes > maxChars) {
    refuse(writer, depth, `has ${bytes} bytes, over the limit`);
  }
}

function bytesText(
  writer: Writer,
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
  depth: number,
): string {
  return take(writer, depth, `{"$":"bytes","type":"${type}","base64":"${toBase64(bytes)}"}`);
}

/** An error without its stack, which would contain file names of this machine. */
export function writeError(writer: Writer, value: object, depth: number): string {
  const { isExact } = writer.rules;
  const message = isExact ? ownText(writer, value, "message", depth) : read(value, "message");
  let text = `{"$":"error","name":${quote(nameOf(writer, value, depth))}`;
  if (message !== undefined) text += `,"message":${quote(message)}`;
  take(writer, depth, text);
  if (hasOwn(value, "cause")) {
    countNodes(writer, depth, 1);
    spend(writer, depth, 9);
    writer.path[depth + 1] = "cause";
    const cause = isExact ? ownCause(writer, value, depth) : (value as Error).cause;
    text += `,"cause":${writer.write(writer, cause, depth + 1)}`;
  }
  if (isExact) {
    const keys = extraKeys(writer, value, depth);
    if (keys.length > 0) {
      spend(writer, depth, 10);
      text += `,"fields":${writeFields(writer, value, keys, depth)}`;
    }
  }
  return text + take(writer, depth, "}");
}

/** The name of the error's class, if decoding can find the class by it. */
function nameOf(writer: Writer, value: object, depth: number): string {
  if (!writer.rules.isExact) return read(value, "name") ?? "Error";
  const own = ownText(writer, value, "name", depth);
  // Errors are written exactly on the host alone, so methods may be called here.
  const name = objectKeys(errors).find((key) => errors[key]?.prototype === getPrototypeOf(value));
  if (name === undefined || (own !== undefined && own !== name && name !== "Error")) {
    return refuse(writer, depth, "is an error with a name that is not its class's");
  }
  return own ?? name;
}

function read(error: object, key: "name" | "message"): string | undefined {
  const text: unknown = (error as Error)[key];
  return typeof text === "string" ? text : undefined;
}

function ownText(writer: Writer, error: object, key: string, depth: number): string | undefined {
  const property = ownDescriptor(error, key);
  if (property === undefined) return undefined;
  if (!hasOwn(property, "value") || typeof property.value !== "string") {
    refuse(writer, depth, `is an error whose ${key} is no text`);
  }
  return property.value;
}

function ownCause(writer: Writer, error: object, depth: number): unknown {
  const property = ownDescriptor(error, "cause");
  if (property === undefined || !hasOwn(property, "value")) {
    refuse(writer, depth, "is an error whose cause is a getter");
  }
  return property.value;
}

/** Keys beside those that every error may have. */
function extraKeys(writer: Writer, error: object, depth: number): readonly string[] {
  // Errors are written exactly on the host alone, so methods may be called here.
  return plainKeys(writer, error, depth).filter((key) => !hasOwn(errorKeys, key));
}

export function writePreview(writer: Writer, value: object, depth: number): string {
  const { type, text } = value as ValuePreview; // it has the brand
  if (typeof type !== "string" || typeof text !== "string") {
    refuse(writer, depth, "is a preview without a text");
  }
  return take(writer, depth, previewText(type, text));
}

/** The encoding of a value that cannot be written. @param text its printed text */
export function previewText(type: string, text: string): string {
  return `{"$":"preview","type":${quote(type)},"text":${quote(text)}}`;
}
