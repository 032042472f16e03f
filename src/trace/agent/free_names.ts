/**
 * The names that a piece of JavaScript takes from outside itself, found without a parser.
 *
 * @module
 */
import { tokensOf } from "./tokens.ts";

const keywords = new Set(
  ("async await break case catch class const continue debugger default delete do else export extends false finally for " +
    "from function get if import in instanceof let new null of return set static super switch this throw true try typeof " +
    "undefined var void while with yield arguments NaN Infinity").split(" "),
);

/**
 * Names that are read and nowhere declared in `code`, without keywords and standard globals. A name that is declared
 * anywhere counts as declared everywhere: one may be missed, but none is reported that is not free.
 *
 * @param code JavaScript: an expression, a function, a method
 */
export function freeNames(code: string): string[] {
  const tokens = tokensOf(code);
  const bound = new Set(boundNames(tokens));
  const used = tokens.filter((token, i) => isName(token) && !isProperty(tokens, i));
  return [...new Set(used)].filter((name) => !bound.has(name) && !(name in globalThis));
}

function isName(token: string): boolean {
  return /^[A-Za-z_$]/.test(token) && !keywords.has(token);
}

/** Whether the name at `i` is that of a property: after a dot, before a colon in a record, or of a method. */
function isProperty(tokens: readonly string[], i: number): boolean {
  const [before = "{", after] = [tokens[i - 1], tokens[i + 1]];
  if (before === "." || before === "?.") return true;
  if (after === ":") return before === "{" || before === ",";
  const isHead = /^(?:[{};,*]|get|set|async|static)$/.test(before);
  return after === "(" && isHead && tokens[closing(tokens, i + 1) + 1] === "{";
}

function* boundNames(tokens: readonly string[]): Generator<string> {
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1] ?? "";
    if (/^(?:const|let|var)$/.test(token)) yield* declaredNames(tokens, i + 1);
    else if (token === "function" || token === "class") {
      yield next === "*" ? tokens[i + 2] ?? "" : next;
    } else if (next === "=>" && isName(token)) yield token;
    else if (token === "(" && !/^(?:if|while|for|switch|with)$/.test(tokens[i - 1] ?? "")) {
      const end = closing(tokens, i);
      if (tokens[end + 1] === "=>" || tokens[end + 1] === "{") {
        yield* patternNames(tokens.slice(i + 1, end));
      }
    }
  }
}

/** The names of `const a = 1, { b } = c;`, given the place after the keyword. */
function declaredNames(tokens: readonly string[], start: number): string[] {
  let end = start;
  while (end < tokens.length && !/^(?:;|of|in|\)|\}|const|let|var)$/.test(tokens[end] ?? "")) {
    end = closing(tokens, end) + 1;
  }
  return patternNames(tokens.slice(start, end));
}

/** The names that a list of patterns declares; defaults and property names declare none. */
function patternNames(pattern: readonly string[]): string[] {
  const names: string[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const token = pattern[i] ?? "";
    if (token === "=") {
      while (i + 1 < pattern.length && pattern[i + 1] !== ",") i = closing(pattern, i + 1);
    } else if (/^[{[(]$/.test(token)) {
      const end = closing(pattern, i);
      names.push(...patternNames(pattern.slice(i + 1, end)));
      i = end;
    } else if (isName(token) && pattern[i + 1] !== ":") names.push(token);
  }
  return names;
}

/** The place of the bracket that closes the one at `open`; the place itself when there is none. */
function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (/^[([{]$/.test(tokens[i] ?? "")) depth++;
    else if (/^[)\]}]$/.test(tokens[i] ?? "")) depth--;
    if (depth <= 0) return i;
  }
  return tokens.length;
}
