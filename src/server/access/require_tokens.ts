/**
 * Requires a token of whoever can connect from another machine.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { isLoopback } from "../foreign_sites.ts";

/** @throws {UsageError} when other machines could connect without a token that cannot be guessed */
export function requireTokens(hostname: string, { token, tokenFile }: {
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
}): void {
  const isWeak = token !== undefined && token.length < 16;
  if (isLoopback(hostname) || (!isWeak && (token ?? tokenFile) !== undefined)) return;
  throw new UsageError(
    `Cannot listen on "${hostname}" for other machines: received ${
      isWeak ? "a token of fewer than 16 characters" : "no token"
    }`,
    {
      advice,
    },
  );
}
