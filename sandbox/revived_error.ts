/**
 * An error of this realm in place of one that was thrown elsewhere.
 *
 * @module
 */
import {
  defineProperty,
  emptyRecord,
  ErrorConstructor,
  TypeErrorConstructor,
} from "./primordials.ts";
import type { RawError } from "./wire.ts";

/** An error with the same name, message and, where it has one, stack. */
export function revivedError({ name, message, stack }: RawError): Error {
  const error = new ErrorConstructor(message);
  hide(error, "name", name);
  if (stack !== "") hide(error, "stack", stack);
  return error;
}

/** A `TypeError` in the words of all Opto's errors. */
export function cannot(action: string): TypeError {
  return new TypeErrorConstructor(`Cannot ${action}`);
}

function hide(error: Error, key: string, value: string): void {
  // Without a prototype, or a patched one would be read as part of the descriptor.
  const descriptor = emptyRecord<unknown>();
  descriptor.value = value;
  descriptor.writable = descriptor.configurable = true;
  defineProperty(error, key, descriptor);
}
