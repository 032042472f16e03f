/**
 * Decodes dates, regular expressions, buffers and errors.
 *
 * @module
 */
import {
  DateConstructor,
  ErrorConstructor,
  errors,
  fromBase64,
  hasOwn,
  objectKeys,
  RegExpConstructor,
  views,
} from "../primordials.ts";
import { type Fields, fieldsOf, readFields } from "./read_containers.ts";
import { countNodes, type Reader, refuse, register, spend } from "./reader.ts";
import { errorKeys, setHidden, setOwn } from "../revived_error.ts";
import { RegExpData } from "./reg_exp_data.ts";

/** Largest absolute time of a Date, in milliseconds. */
const maxTime = 8.64e15;

/** A text field of a tagged record, within the limits. */
export function textOf(reader: Reader, fields: Fields, key: string): string {
  const text = hasOwn(fields, key) ? fields[key] : undefined;
  if (typeof text !== "string") return refuse(reader, `has a tag without "${key}"`);
  if (text.length > reader.rules.limits.maxTextChars) refuse(reader, "has a string over the limit");
  spend(reader, text.length);
  return text;
}

export function readDate(reader: Reader, fields: Fields): object {
  const time = hasOwn(fields, "time") ? fields.time : undefined;
  if (time === null) return register(reader, new DateConstructor(NaN));
  if (typeof time !== "number" || !(-maxTime <= time && time <= maxTime)) {
    return refuse(reader, "has a date without a time");
  }
  return register(reader, new DateConstructor(time));
}

export function readRegExp(reader: Reader, fields: Fields): object {
  const { compilesRegExps, limits } = reader.rules;
  const source = textOf(reader, fields, "source");
  const flags = textOf(reader, fields, "flags");
  if (source.length > limits.maxRegExpChars || flags.length > 8) {
    refuse(reader, "has a regular expression over the limit");
  }
  if (!compilesRegExps) return register(reader, new RegExpData(source, flags));
  return register(reader, compiled(reader, source, flags));
}

function compiled(reader: Reader, source: string, flags: string): RegExp {
  try {
    return new RegExpConstructor(source, flags);
  } catch {
    return refuse(reader, "has a regular expression that does not compile");
  }
}

export function readBytes(reader: Reader, fields: Fields): object {
  const type = textOf(reader, fields, "type");
  const base64 = textOf(reader, fields, "base64");
  const { maxBytes } = reader.rules.limits;
  reader.bytes += base64.length <= 4 ? 0 : (base64.length / 4) * 3 - 2; // two characters of padding
  if (reader.bytes > maxBytes) refuse(reader, `is over the limit of ${maxBytes} bytes`);
  const { buffer } = bytesOf(reader, base64);
  if (type === "ArrayBuffer") return register(reader, buffer);
  const View = hasOwn(views, type) ? views[type] : undefined;
  if (View === undefined || buffer.byteLength % View.BYTES_PER_ELEMENT !== 0) {
    return refuse(reader, "has bytes of no known type");
  }
  return register(reader, new View(buffer));
}

function bytesOf(reader: Reader, base64: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(base64);
  } catch {
    return refuse(reader, "has bytes that are not base64");
  }
}

/** An error whose stack is its name and message: a stack from here would mislead. */
export function readError(reader: Reader, fields: Fields, depth: number): object {
  const name = textOf(reader, fields, "name");
  const message = hasOwn(fields, "message") ? textOf(reader, fields, "message") : undefined;
  const isKnown = hasOwn(errors, name);
  const Constructor = isKnown ? errors[name] as ErrorConstructor : ErrorConstructor;
  const error = register(reader, new Constructor());
  if (message !== undefined) setHidden(error, "message", message);
  if (!isKnown) setHidden(error, "name", name);
  setHidden(error, "stack", message === undefined ? name : `${name}: ${message}`);
  if (hasOwn(fields, "cause")) {
    countNodes(reader, 1);
    setHidden(error, "cause", reader.read(reader, fields.cause, depth + 1));
  }
  if (hasOwn(fields, "fields")) readExtras(reader, error, fieldsOf(reader, fields), depth);
  return error;
}

function readExtras(reader: Reader, error: Error, fields: Fields, depth: number): void {
  const extras = readFields(reader, fields, depth);
  const keys = objectKeys(extras);
  const { length } = keys;
  for (let index = 0; index < length; index++) {
    const key = keys[index] as string; // below its length
    if (hasOwn(errorKeys, key)) refuse(reader, `has an error with a second ${key}`);
    setOwn(error, key, extras[key], true);
  }
}
