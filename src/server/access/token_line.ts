/**
 * The file of tokens: one JSON object a line. Its messages never quote what may be a token.
 *
 * @module
 */
import { z } from "zod";
import { UsageError } from "../../errors.ts";
import { maxDays } from "../../jobs/spending.ts";
import { budgetSchema, taskLimitsSchema } from "../limit_schemas.ts";
import { type HolderLimits, type Scope, scopes } from "./holder.ts";

/** Most holders of one file, each of which costs a comparison at every request. */
const maxLines = 10_000;

/** Values up to this length are quoted in messages; no token is as short. */
const quotedLength = 15;

const count = z.int("a whole number from 1").min(1, "a whole number from 1").exactOptional();

const idText = "1 to 64 letters, digits or any of . _ - @";
const hashText = "the SHA-256 of a token: 64 hexadecimal digits in lower case";
const scopesText = `a list of one or more of ${scopes.join(", ")}`;

const daysText = `a whole number from 1 to ${maxDays}`;
const spendingText = `days and one or more of ${Object.keys(budgetSchema.shape).join(", ")}`;

const spendingSchema = z.strictObject({
  days: z.int(daysText).min(1, daysText).max(maxDays, daysText),
  ...budgetSchema.shape,
}, spendingText);

const lineSchema = z.strictObject({
  id: z.string(idText).regex(/^[\w.@-]{1,64}$/, idText),
  sha256: z.string(hashText).regex(/^[\da-f]{64}$/, hashText),
  scopes: z.array(z.enum(scopes, scopesText), scopesText).min(1, scopesText),
  limits: z.strictObject({
    queued: count,
    running: count,
    streams: count,
    requestsPerMinute: count,
    sourceBytes: count,
    taskLimits: taskLimitsSchema.exactOptional(),
    budget: budgetSchema.exactOptional(),
    spending: spendingSchema
      .refine((limit) => Object.keys(limit).length > 1, spendingText)
      .exactOptional(),
  }, "an object of limits").exactOptional(),
}, "one JSON object");

/** The objects of a line, by their path in it. */
const schemasByPath: Readonly<Record<string, { readonly shape: object }>> = {
  "limits": lineSchema.shape.limits.unwrap(),
  "limits.taskLimits": taskLimitsSchema,
  "limits.budget": budgetSchema,
  "limits.spending": spendingSchema,
};

/** One line: a token of a holder. A holder with two tokens has two lines. */
export interface TokenLine {
  /** Id of the holder. */
  readonly id: string;
  /** SHA-256 of the token as hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
  /** @default {} */
  readonly limits?: HolderLimits;
}

/**
 * The tokens of a file; empty lines are skipped.
 *
 * @param text of the file @param path shown in messages
 * @throws {UsageError} for the first line at fault
 */
export function parseTokens(text: string, path: string): readonly TokenLine[] {
  const lineOf = new Map<string, number>();
  const parsed: TokenLine[] = [];
  for (const [i, line] of text.replace(/^\uFEFF/, "").split("\n").entries()) { // a mark of some editors
    if (line.trim() === "") continue;
    const refuse = (expected: string, received: string) =>
      new UsageError(`Cannot use line ${i + 1} of "${path}": expected ${expected}, ${received}`, {
        advice: "`token create` writes such a line.",
      });
    if (parsed.length >= maxLines) throw refuse(`at most ${maxLines} tokens`, "received more");
    const token = parseTokenLine(line, refuse);
    const same = lineOf.get(token.sha256);
    if (same !== undefined) throw refuse("a token of its own", `received that of line ${same}`);
    lineOf.set(token.sha256, i + 1);
    parsed.push(token);
  }
  return parsed;
}

/** Makes the error of a line. */
export type Refuse = (expected: string, received: string) => UsageError;

/** One token. @throws what `refuse` makes */
export function parseTokenLine(line: string, refuse: Refuse): TokenLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch { // the message of the parser would quote the line
    throw refuse("one JSON object", "received text that is no JSON");
  }
  const result = lineSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const { shape } = schemasByPath[path.join(".")] ?? lineSchema;
    const expected = `the fields ${Object.keys(shape).join(", ")}`;
    throw refuse(
      [...path.map(String), expected].join(": "),
      `received a field named ${shown(key)}`,
    );
  }
  const received = path.reduce<unknown>((part, key) => Object(part)[key], value);
  const name = path.filter((key) => typeof key === "string").join(".");
  throw refuse([name, issue?.message].filter(Boolean).join(": "), `received ${shown(received)}`);
}

/** A value in a message: as it is when it is short, else its kind. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const isLong = typeof value === "string" && value.length > quotedLength;
  return isLong ? `text of ${value.length} characters` : JSON.stringify(value);
}
