/**
 * Removes a key from errors: some servers repeat it in their refusals.
 *
 * @module
 */
import { redact } from "./redact.ts";

/** Causes that are looked at; an error may be its own cause. */
const maxCauses = 8;

/** The same error, without the key in its message, its stack and those of its causes. */
export function withoutKey(error: unknown, key: string | undefined): unknown {
  if (key === undefined) return error;
  for (let e = error, i = 0; e instanceof Error && i <= maxCauses; e = e.cause, i++) {
    e.message = redact(e.message, [key]);
    if (e.stack !== undefined) e.stack = redact(e.stack, [key]);
  }
  return error;
}
