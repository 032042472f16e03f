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

/** Own keys that any error may have; the encoding writes them apart from the others. */
export const errorKeys: Readonly<Record<string, true>> = {
  __proto__: null as never, // a name that is no own key finds nothing
  name: true,
  message: true,
  cause: true,
  stack: true,
};

/** An error with the same name, message and, where it has one, stack. */
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
