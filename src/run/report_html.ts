/**
 * Safe HTML by template: what is put in is escaped unless it is HTML itself.
 *
 * @module
 */

/** Text that is HTML already. Only the `markup` tag makes it. */
export class Html {
  readonly #text: string;

  /** @param text markup whose foreign parts are escaped */
  constructor(text: string) {
    this.#text = text;
  }

  /** The markup. */
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a hole of the template. */
export type Hole = Html | string | number | null | undefined | false | readonly Hole[];

/** Builds HTML; strings in the holes are escaped for text and for quoted attributes, lists are joined. */
export function markup(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(parts.reduce((text, part, i) => text + fill(holes[i - 1]) + part));
}

function fill(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return "";
  if (hole instanceof Html) return hole.toString();
  if (typeof hole === "object") return hole.map(fill).join("");
  return escapeHtml(String(hole));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What hides or reorders text. */
// deno-lint-ignore no-control-regex -- these are the characters to find
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Escapes text for HTML; control characters and direction overrides become visible marks. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? "")
    .replace(hidden, "\ufffd");
}
