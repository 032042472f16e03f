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
        if (!isClosed && messageOf(error) !== fault) onError(withoutEffect(error));
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
  const version = await versionOf(path); // before the text, so that a change meanwhile is seen later
  try {
    return { version, text: await Deno.readTextFile(path) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Time of change, file and size, as text. @throws {UsageError} when it is no file that can be read */
async function versionOf(path: string): Promise<string> {
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  const { isFile, isDirectory, isFifo, size, ino, ctime, mtime } = info;
  const name = `Cannot read "${path}" as a file of tokens`;
  if (!isFile) { // reading a pipe would wait for a writer, and a device may have no end
    const received = isDirectory ? "a directory" : isFifo ? "a pipe" : "a device or a socket";
    throw new UsageError(`${name}: expected a file, received ${received}`);
  }
  if (size > maxBytes) {
    throw new UsageError(`${name}: expected at most ${maxBytes} bytes, received ${size}`);
  }
  return [Math.max(Number(ctime), Number(mtime)), ino, size].join(" ");
}

function unreadable(path: string, cause: unknown): UsageError {
  return new UsageError(`Cannot read "${path}" as a file of tokens: ${messageOf(cause)}`, {
    cause,
    advice: "Make it with: token create --id NAME --scopes submit,read --tokens FILE.",
  });
}

/** The fault of a later version, with what it means for the tokens. */
function withoutEffect(cause: unknown): UsageError {
  const advice = cause instanceof UsageError ? cause.advice : undefined;
  return new UsageError(`${messageOf(cause)}; the tokens that were read before stay valid`, {
    cause,
    ...(advice === undefined ? {} : { advice }),
  });
}

/** Whether a version is so old that every later change has another time. */
function isSettled(version: string): boolean {
  return Date.now() - Number(version.split(" ")[0]) > settledMs;
}
