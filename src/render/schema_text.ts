/**
 * Writes a JSON Schema as text.
 *
 * @module
 */

/** `number, at least 0, at most 1`: text for common keywords, JSON for the rest. */
export function schemaText(schema: Readonly<Record<string, unknown>>): string {
  const words: string[] = [];
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    const text = wordsFor(key, value);
    if (text === undefined) rest[key] = value;
    else if (text !== "") words.push(text);
  }
  if (Object.keys(rest).length > 0) words.push(`JSON Schema ${JSON.stringify(rest)}`);
  return words.join(", ");
}

/** Undefined for a keyword without a short text; empty for an irrelevant one. */
function wordsFor(key: string, value: unknown): string | undefined {
  switch (key) {
    case "$schema":
    case "title":
    case "description":
      return "";
    case "type":
      return typeof value === "string" ? value : undefined;
    case "const":
      return `exactly ${JSON.stringify(value)}`;
    case "enum":
      return Array.isArray(value)
        ? `one of ${value.map((item) => JSON.stringify(item)).join(", ")}`
        : undefined;
    case "minimum":
      return value === Number.MIN_SAFE_INTEGER ? "" : `at least ${value}`;
    case "maximum":
      return value === Number.MAX_SAFE_INTEGER ? "" : `at most ${value}`;
    case "exclusiveMinimum":
      return `more than ${value}`;
    case "exclusiveMaximum":
      return `less than ${value}`;
    case "multipleOf":
      return `a multiple of ${value}`;
    case "minLength":
      return `at least ${value} characters`;
    case "maxLength":
      return `at most ${value} characters`;
    case "pattern":
      return `matching /${value}/`;
    case "minItems":
      return `at least ${value} items`;
    case "maxItems":
      return `at most ${value} items`;
    default:
      return undefined;
  }
}
