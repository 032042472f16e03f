/**
 * Reads name and parameters of a function from its own text.
 *
 * @module
 */

/** One parameter as the author wrote it. */
export interface SignatureParameter {
  /** The name; of a destructured parameter the names of its properties joined by `_`. */
  readonly name: string;
  readonly kind: "plain" | "rest" | "pattern";
  /** Its default, when that is a literal; other defaults are computed inside the function, unseen. */
  readonly fallback?: { readonly value: unknown };
}

/** Name and parameters of a function. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly SignatureParameter[];
  /** Whether the text of the function mentions `this`. */
  readonly usesThis: boolean;
  /** The documentation comment that its body begins with, on one line. */
  readonly documentation: string;
}

/**
 * Reads the head of a function: declarations, expressions, arrows, methods, async or not. Never throws; a native function
 * has parameters `x0`, `x1`, ….
 *
 * @param fn any function
 */
export function readSignature(fn: CallableFunction): Signature {
  const text = Function.prototype.toString.call(fn);
  const name = typeof fn.name === "string" ? fn.name.replace(/^bound /, "") : "";
  const isArrow = !/^(?:async\s+)?function\b/.test(text) &&
    /^(?:async\s*)?(?:\(|[\w$]+\s*=>)/.test(text);
  const head = /\{\s*\[native code\]\s*\}\s*$/.test(text) ? undefined : headOf(text);
  const parameters = head === undefined
    ? Array.from({ length: fn.length }, (_, i) => ({ name: `x${i}`, kind: "plain" as const }))
    : splitTop(head, ",").map(readParameter).filter((parameter) => parameter !== undefined);
  const usesThis = !isArrow && head !== undefined && /\bthis\b/.test(text);
  return { name, parameters, usesThis, documentation: documentationIn(text) };
}

function documentationIn(text: string): string {
  const comment = /[)>]\s*\{\s*\/\*\*([^]*?)\*\//.exec(text)?.[1] ?? "";
  return comment.replace(/^\s*\*/gm, " ").replace(/\s+/g, " ").trim();
}

/** The text between the brackets of the parameter list, without comments. */
function headOf(text: string): string {
  const bare = withoutComments(text);
  const single = /^(?:async\s+)?([\w$]+)\s*=>/.exec(bare);
  if (single !== null) return single[1] ?? "";
  const open = bare.indexOf("(", nameEnd(bare));
  return open < 0 ? "" : bare.slice(open + 1, closing(bare, open));
}

/** Where a method's name ends that may hold brackets itself: one that is computed, or text; 0 for other names. */
function nameEnd(text: string): number {
  const start = /^(?:async\s+|\*\s*|get\s+|set\s+)*(?=["'[])/.exec(text);
  if (start === null) return 0;
  const at = start[0].length;
  return text[at] === "[" ? closing(text, at) : stringEnd(text, at);
}

function readParameter(source: string): SignatureParameter | undefined {
  const [target = "", fallback] = splitFallback(source.trim());
  if (target === "") return undefined;
  if (target.startsWith("...")) return { name: target.slice(3).trim(), kind: "rest" };
  if (/^[{[]/.test(target)) return { name: patternName(target), kind: "pattern" };
  const literal = fallback === undefined ? undefined : readLiteral(fallback);
  return { name: target, kind: "plain", ...literal === undefined ? {} : { fallback: literal } };
}

function patternName(pattern: string): string {
  const names = splitTop(pattern.slice(1, -1), ",").map((part) => /[\w$]+/.exec(part)?.[0] ?? "");
  return names.filter((name) => name !== "").join("_") || "options";
}

function splitFallback(source: string): [string, string | undefined] {
  const [target = "", ...rest] = splitTop(source, "=");
  return [target.trim(), rest.length === 0 ? undefined : rest.join("=").trim()];
}

/** Reads a literal of numbers, text, booleans, null and plain containers; anything else is no literal. */
function readLiteral(source: string): { value: unknown } | undefined {
  if (source === "undefined") return { value: undefined };
  const json = source.replace(/^'([^'"\\]*)'$/, '"$1"').replace(/^\+/, "");
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined; // an expression: its value is the function's own affair
  }
}

/** Splits at `separator` outside brackets, strings and templates. */
function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if ("([{".includes(char)) i = closing(text, i);
    else if ("\"'`".includes(char)) i = stringEnd(text, i);
    else if (char === separator && !(separator === "=" && /[=>]/.test(text[i + 1] ?? ""))) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** The place of the bracket that closes the one at `open`; the text's end when none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const char = text[i] ?? "";
    if ("\"'`".includes(char)) i = stringEnd(text, i);
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char) && --depth === 0) return i;
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[start]) return i;
  }
  return text.length;
}

function withoutComments(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if ("\"'`".includes(char)) {
      const end = stringEnd(text, i);
      out += text.slice(i, end + 1);
      i = end;
    } else if (text.startsWith("//", i)) i = endOr(text.indexOf("\n", i), text);
    else if (text.startsWith("/*", i)) i = endOr(text.indexOf("*/", i), text) + 1;
    else out += char;
  }
  return out;
}

function endOr(index: number, text: string): number {
  return index < 0 ? text.length : index;
}
