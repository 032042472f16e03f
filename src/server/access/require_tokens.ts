/**
 * Requires a token of whoever can connect from another machine.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { isLoopback } from "../foreign_sites.ts";

/** A token that the header of a request can carry. */
const sendableToken = /^[!-~]([ -~]*[!-~])?$/;

/** @throws {UsageError} for a token that nobody can send, and with this advice when other machines could connect without a token that cannot be guessed */
export function requireTokens(hostname: string, { token, tokenFile, advice }: {
  readonly token: string | undefined;
  /** Path of a file with further tokens. */
  readonly tokenFile?: string | undefined;
  readonly advice: string;
}): void {
  if (token !== undefined && !sendableToken.test(token)) {
    const received = token === "" ? "an empty one" : "one with other characters";
    throw new UsageError(
      `Cannot use this token: expected visible ASCII characters, which a header can carry, received ${received}`,
      {
        advice: "Set --token or OPTO_TOKEN to something like the output of: openssl rand -hex 16.",
      },
    );
  }
  const isWeak = token !== undefined && token.length < 16;
  if (isLoopback(hostname) || (!isWeak && (token ?? tokenFile) !== undefined)) return;
  throw new UsageError(
    `Cannot listen on "${hostname}" for other machines: received ${
      isWeak ? "a token of fewer than 16 characters" : "no token"
    }`,
    { advice },
  );
}
