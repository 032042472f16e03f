/**
 * Keeps the tokens of a server up to date with their file.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { messageOf } from "../../message_of.ts";
import { parseTokens } from "./token_line.ts";
import type { Tokens } from "./tokens.ts";

/** Interval at which the file is looked at. */
const pollMs = 250;

/** Largest file. */
const maxBytes = 8 * 2 ** 20;

/** Age in milliseconds at which a file can no longer change without a newer time of change. */
const settledMs = 2000;

/** File of tokens and receiver of its later faults. */
export interface TokenFileOptions {
  readonly path: string;
  /** Receives what is wrong with a later version of the file, once; the tokens stay as they were. */
  readonly onError: (error: unknown) => void;
}

/**
 * Reads tokens from a file, and again whenever it has changed, until disposed.
 *
 * @throws {UsageError} when the first version cannot be used
 */
export async function followTokenFile(
  tokens: Tokens,
  { path, onError }: TokenFileOptions,
): Promise<Disposable> {
  const first = await readTokens(path);
  tokens.replace(parseTokens(first.text, path));
  let { version } = first;
  let fault = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  async function look(): Promise<void> {
    if (isSettled(version) && version === await versionOf(path)) return;
    const file = await readTokens(path);
    if (isClosed) return;
    tokens.replace(parseTokens(file.text, path));
    version = file.version;
    fault = "";
  }
  function lookLater(): void {
    timer = setTimeout(async () => {
      await look().catch((error) => {
        if (!isClosed && messageOf(error) !== fault) onError(error);
        fault = messageOf(error);
      });
      if (!isClosed) lookLater();
    }, pollMs);
  }
  lookLater();
  return {
    [Symbol.dispose]() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** The text of a file and its version. @throws {UsageError} when it cannot be read */
async function readTokens(path: string): Promise<{ text: string; version: string }> {
  try {
    const version = await versionOf(path); // before the text, so that a change meanwhile is seen later
    return { version, text: await Deno.readTextFile(path) };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`Cannot read "${path}" as a file of tokens: ${messageOf(cause)}`, {
      cause,
      advice: "Make it with: token create --id NAME --scopes submit,read --tokens FILE.",
    });
  }
}

/** Time of change, file and size, as text. */
async function versionOf(path: string): Promise<string> {
  const { size, ino, ctime, mtime } = await Deno.stat(path);
  if (size > maxBytes) {
    throw new UsageError(
      `Cannot read "${path}" as a file of tokens: expected at most ${maxBytes} bytes, received ${size}`,
    );
  }
  return [Math.max(Number(ctime), Number(mtime)), ino, size].join(" ");
}

/** Whether a version is so old that every later change has another time. */
function isSettled(version: string): boolean {
  return Date.now() - Number(version.split(" ")[0]) > settledMs;
}
