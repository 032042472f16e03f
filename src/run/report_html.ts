/**
 * HTML templates that escape every inserted string.
 *
 * @module
 */
import { printable } from "../printable.ts";

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

/** Escapes text for HTML, and characters that hide or reorder text. */
function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
