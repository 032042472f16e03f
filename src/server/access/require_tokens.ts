/**
 * Requires a token of whoever can connect from another machine.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { isLoopback } from "../foreign_sites.ts";

/** @throws {UsageError} with this advice when other machines could connect without a token that cannot be guessed */
export function requireTokens(hostname: string, { token, tokenFile, advice }: {
  readonly token: string | undefined;
  /** Path of a file with further tokens. */
  readonly tokenFile?: string | undefined;
  readonly advice: string;
}): void {
  const isWeak = token !== undefined && token.length < 16;
  if (isLoopback(hostname) || (!isWeak && (token ?? tokenFile) !== undefined)) return;
  throw new UsageError(
    `Cannot listen on "${hostname}" for other machines: received ${
      isWeak ? "a token of fewer than 16 characters" : "no token"
    }`,
    { advice },
  );
}
