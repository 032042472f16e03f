/**
 * Redacts API keys in texts before they are stored.
 *
 * @module
 */

const replacement = "[redacted]";

/** Known prefixes of keys. The first group of a pattern is kept. Each pattern takes linear time on any text. */
const patterns: readonly RegExp[] = [
  /()\b(?:sk|pk|rk)-[\w-]{16,}/g,
  /()\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_|AIza|AKIA|gsk_)[\w-]{12,}/g,
  // The lookahead runs once for each word: only a word that two more follow is searched for its beginning.
  /(?<![\w-])(?=[\w-]+\.[\w-]{8,}\.[\w-]{8,})([\w-]*?)\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g,
  /\b((?:Bearer|Basic)\s+)[\w.~+/=-]{12,}/gi,
];

/** A name of keys, and the value behind it. */
const named =
  /((?:authorization|(?:api|secret|access|auth)[_-]?(?:key|token))\\?["']?\s*[:=]\s*\\?["']?)([\w.~+/=-]{12,})/gi;

/**
 * A text without keys (by well-known prefixes), bearer tokens, long values named as keys, and the given secrets.
 *
 * @example
 * ```ts
 * import { redact } from "./redact.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(redact("Authorization: Bearer abcdef123456789"), "Authorization: Bearer [redacted]");
 * ```
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 6) clean = clean.replaceAll(secret, replacement);
  }
  for (const pattern of patterns) clean = clean.replace(pattern, `$1${replacement}`);
  return clean.replace(
    named,
    (all: string, name: string, value: string) => /\d/.test(value) ? name + replacement : all,
  );
}

/** A copy of plain data in which every string is redacted. */
export function redactAll<T>(data: T, secrets: readonly string[] = []): T {
  const copy = (value: unknown): unknown => {
    if (typeof value === "string") return redact(value, secrets);
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
  };
  return copy(data) as T; // as: the copy has the shape of the original
}
