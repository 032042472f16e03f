/**
 * The head of a function in TypeScript source: everything before its body.
 *
 * @module
 */

/**
 * The text from `function` to the result type, on one line; the entry's bare name when it is not declared so.
 *
 * @param source TypeScript that declares `entry`
 * @param entry the function's name
 */
export function functionHead(source: string, entry: string): string {
  const start = new RegExp(
    `(?:async\\s+)?function\\s*\\*?\\s*${entry.replaceAll("$", "\\$")}\\s*[<(]`,
  ).exec(source);
  if (start === null) return arrowHead(source, entry);
  const open = source.indexOf("(", start.index);
  const body = bodyStart(source, closingAt(source, open) + 1);
  return source.slice(start.index, body).trim().replace(/\s+/g, " ");
}

/** `const entry = (a: number): string`. */
function arrowHead(source: string, entry: string): string {
  const start = new RegExp(
    `(?:const|let|var)\\s+${entry.replaceAll("$", "\\$")}\\b[^=]*=\\s*(?:async\\s*)?[(<]`,
  ).exec(source);
  if (start === null) return entry;
  const open = source.indexOf("(", start.index);
  const arrow = source.indexOf("=>", closingAt(source, open));
  return source.slice(start.index, arrow < 0 ? undefined : arrow).trim().replace(/\s+/g, " ");
}

/** The place of the brace that opens the body, not one of the result type. */
function bodyStart(source: string, from: number): number {
  let before = ")";
  for (let i = from; i < source.length; i++) {
    const char = source[i] ?? "";
    if (char === "{" && !/[:|&<,(]/.test(before)) return i;
    if ("{([".includes(char)) {
      i = closingAt(source, i);
      before = "}";
    } else if (!/\s/.test(char)) before = char;
  }
  return source.length;
}

function closingAt(source: string, open: number): number {
  let depth = 0;
  for (let i = open; i < source.length; i++) {
    if ("{([".includes(source[i] ?? "")) depth++;
    else if ("})]".includes(source[i] ?? "") && --depth === 0) return i;
  }
  return source.length;
}
