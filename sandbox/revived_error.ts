/**
 * Replaces errors of another realm by errors of this realm.
 *
 * @module
 */
import {
  defineProperty,
  emptyRecord,
  ErrorConstructor,
  TypeErrorConstructor,
} from "./primordials.ts";
import type { RawError } from "./protocol.ts";

/** An error with the same name and message, and the same stack if any. */
export function revivedError({ name, message, stack }: RawError): Error {
  const error = new ErrorConstructor(message);
  setHidden(error, "name", name);
  if (stack !== "") setHidden(error, "stack", stack);
  return error;
}

/** A `TypeError` with the failed action as its message. */
export function cannot(action: string): TypeError {
  return new TypeErrorConstructor(`Cannot ${action}`);
}

/** Sets a property like a built-in one of errors: not enumerable. */
export function setHidden(error: Error, key: string, value: unknown): void {
  setOwn(error, key, value, false);
}

/** Sets an own property without calling setters of prototypes. */
export function setOwn(error: Error, key: string, value: unknown, isEnumerable: boolean): void {
  // Without a prototype: a patched one would be read as part of the descriptor.
  const descriptor = emptyRecord<unknown>();
  descriptor.value = value;
  descriptor.writable = descriptor.configurable = true;
  descriptor.enumerable = isEnumerable;
  defineProperty(error, key, descriptor);
}
