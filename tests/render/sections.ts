/**
 * Reads the sections of a text that was printed.
 *
 * @module
 */

/** The names of the sections, in order. */
export function titlesOf(text: string): string[] {
  return [...text.matchAll(/^#(\w+)$/gm)].map(([, title = ""]) => title);
}

/** The body of a section; empty when there is none of that name. */
export function sectionOf(text: string, name: string): string {
  const [, body = ""] = new RegExp(`^#${name}\\n([^]*?)(?:\\n\\n#|$(?![^]))`, "m").exec(text) ?? [];
  return body;
}
