/**
 * Redacts API keys, and the author's own patterns, in texts before they are sent or stored.
 *
 * @module
 */

import { derivedModel } from "./derived_model.ts";
import type { LanguageModel } from "./language_model.ts";

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
  if (!mark.test(clean)) return clean;
  for (const pattern of patterns) clean = clean.replace(pattern, `$1${replacement}`);
  return clean.replace(
    named,
    (all: string, name: string, value: string) => /\d/.test(value) ? name + replacement : all,
  );
}

/** A part of every text that a pattern above finds: most texts have none, and one search tells it. */
const mark =
  /[spr]k-|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_|aiza|akia|gsk_|eyj|bearer|basic|authorization|key|token/i;

/** Redacts one text. */
export type Redact = (text: string) => string;

/** Texts shorter than every known key are looked at by the author's patterns only. */
const shortestKey = 12;

/**
 * Redacts keys as `redact` does, and whatever the patterns match, wherever they match: the flag `g` is implied, empty matches
 * are left.
 *
 * @throws {TypeError} when a pattern is not a regular expression
 *
 * @example
 * ```ts
 * import { redactor } from "./redact.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(redactor([/\S+@\S+/])("Ask ann@example.org or bob@example.org"), "Ask [redacted] or [redacted]");
 * ```
 */
export function redactor(patterns: readonly RegExp[] = []): Redact {
  const all = patterns.map((pattern: unknown) => {
    if (!(pattern instanceof RegExp)) {
      throw new TypeError(`Cannot use "${String(pattern)}" to redact: received no RegExp`);
    }
    return new RegExp(
      pattern.source,
      pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`,
    );
  });
  return (text) => {
    const clean = text.length < shortestKey ? text : redact(text);
    return all.reduce(
      (rest, pattern) => rest.replace(pattern, (match) => match === "" ? "" : replacement),
      clean,
    );
  };
}

/** A copy of plain data in which every string is redacted. */
export function redactAll<T>(data: T, secrets: readonly string[] = []): T {
  return mapTexts(data, (text) => redact(text, secrets));
}

/** A copy of data in which every string in plain objects and arrays is changed by `change`. */
export function mapTexts<T>(data: T, change: (text: string) => string): T {
  const copy = (value: unknown): unknown => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(copy);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
  };
  return copy(data) as T; // as: the copy has the shape of the original
}

/**
 * Plain data in which the strings under the keys in `words` are redacted, and what is under those in `data` stays. What
 * holds nothing to redact is not copied.
 */
export function redactedMembers<T>(
  value: T,
  options: {
    readonly redact: Redact;
    readonly words: ReadonlySet<string>;
    readonly data: ReadonlySet<string>;
  },
): T {
  const { redact, words, data } = options;
  const copy = (item: unknown, isWords: boolean): unknown => {
    if (typeof item === "string") return isWords ? redact(item) : item;
    if (typeof item !== "object" || item === null) return item;
    if (Array.isArray(item)) {
      const list = item.map((each) => copy(each, isWords));
      return list.every((each, place) => each === item[place]) ? item : list;
    }
    const changes: (readonly [string, unknown])[] = [];
    for (const key of Object.keys(item)) {
      if (data.has(key)) continue;
      const member: unknown = item[key as keyof typeof item]; // as: one of its keys
      const clean = copy(member, isWords || words.has(key));
      if (clean !== member) changes.push([key, clean]);
    }
    return changes.length === 0 ? item : { ...item, ...Object.fromEntries(changes) };
  };
  return copy(value, false) as T; // as: the copy has the shape of the original
}

/** The same model with redacted prompts; its answers stay as they are. */
export function withRedactedPrompts(model: LanguageModel, redact: Redact): LanguageModel {
  return derivedModel(model, (request, options) => {
    const messages = request.messages.map(({ role, content }) => ({
      role,
      content: redact(content),
    }));
    return model.generate({ ...request, messages }, options);
  });
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
