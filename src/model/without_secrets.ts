/**
 * Removes keys and passwords from errors: some servers repeat them in their refusals, and an address may hold one.
 *
 * @module
 */
import { redact } from "./redact.ts";

/** Causes that are looked at; an error may be its own cause. */
const maxCauses = 8;

/** The same error, without the secrets in its message, its stack and those of its causes. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  for (let e = error, i = 0; e instanceof Error && i <= maxCauses; e = e.cause, i++) {
    e.message = redact(e.message, secrets);
    if (e.stack !== undefined) e.stack = redact(e.stack, secrets);
  }
  return error;
}

/** An address without its name and password. */
export function withoutCredentials(address: string): string {
  const { username, password } = new URL(address);
  return username === "" && password === "" ? address : address.replace(/\/\/[^/]*@/, "//");
}
