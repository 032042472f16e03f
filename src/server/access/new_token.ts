/**
 * Makes tokens, and adds them to a file.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { UsageError } from "../../errors.ts";
import { messageOf } from "../../message_of.ts";
import type { Scope } from "./holder.ts";
import { parseTokenLine, parseTokens, type TokenLine } from "./token_line.ts";

/** A token, which is shown once, and the line of the file that admits it. */
export interface NewToken {
  /** 256 random bits behind `opto_`, by which scanners for secrets find it. */
  readonly token: string;
  /** JSON. */
  readonly line: string;
}

/** Makes a token. @throws {UsageError} for an id or scopes that no line may have */
export function newToken(id: string, scopes: readonly Scope[]): NewToken {
  const token = `opto_${randomBytes(32).toString("base64url")}`;
  const sha256 = createHash("sha256").update(token).digest("hex");
  const line = JSON.stringify({ id, sha256, scopes } satisfies TokenLine);
  parseTokenLine(
    line,
    (expected, received) =>
      new UsageError(`Cannot create a token: expected ${expected}, ${received}`),
  );
  return { token, line };
}

/**
 * Adds a line to a file of tokens, which is made when absent. A reader sees the old file or the new one, which only its
 * owner can read.
 *
 * @throws {UsageError} when the file has a line at fault or cannot be written, or when another process adds one
 */
export async function addTokenLine(path: string, line: string): Promise<void> {
  const file = await Deno.realPath(path).catch(() => path); // the file itself, where the path is a link
  const draft = `${file}.new`;
  try {
    await Deno.writeTextFile(draft, "", { createNew: true, mode: 0o600 });
    try {
      const before = await textOf(file);
      const end = before === "" || before.endsWith("\n") ? "" : "\n";
      const text = `${before}${end}${line}\n`;
      parseTokens(text, path);
      await Deno.writeTextFile(draft, text);
      using written = await Deno.open(draft, { write: true });
      await written.sync();
      await Deno.rename(draft, file);
    } catch (error) {
      await Deno.remove(draft);
      throw error;
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (cause instanceof Deno.errors.AlreadyExists) {
      throw new UsageError(`Cannot add a token to "${path}": "${draft}" exists`, {
        cause,
        advice: "Another command adds one now, or was interrupted: then remove that file.",
      });
    }
    throw new UsageError(`Cannot add a token to "${path}": ${messageOf(cause)}`, { cause });
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
