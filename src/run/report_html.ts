/**
 * HTML templates that escape every inserted string.
 *
 * @module
 */

/** Safe HTML, made only by the `markup` tag. */
export class Html {
  readonly #text: string;

  /** @param text markup with escaped insertions */
  constructor(text: string) {
    this.#text = text;
  }

  /** The markup. */
  toString(): string {
    return this.#text;
  }
}

/** A value inserted into a template. */
export type Insertion = Html | string | number | null | undefined | false | readonly Insertion[];

/** Builds HTML. Escapes strings for text and for quoted attributes, joins lists, and omits null and false. */
export function markup(parts: TemplateStringsArray, ...values: readonly Insertion[]): Html {
  return new Html(parts.reduce((text, part, i) => text + fill(values[i - 1]) + part));
}

function fill(value: Insertion): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(fill).join("");
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that hide or reorder text. */
// deno-lint-ignore no-control-regex -- these are the characters to find
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Escapes text for HTML; control characters and direction overrides become visible marks. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? "")
    .replace(hidden, "\ufffd");
}
