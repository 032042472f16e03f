/**
 * Splits JavaScript into tokens, as far as telling names from everything else needs it.
 *
 * @module
 */

const shape =
  /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|(#?[A-Za-z_$][\w$]*)|(\d[\w.]*)|("(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')|(=>|\.\.\.|\?\.|[{}()[\];,:?.=`/]|[^\s\w]+?)/y;
const regex = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

/** After one of these a slash divides; anywhere else it begins a regular expression. */
const endsValue = /^(?:[\w$#"]+|\)|\]|\}|"")$/;
const startsValue =
  /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield|instanceof)$/;

/**
 * The tokens of `code`: names, numbers, punctuation; text and regular expressions are `""`, and a template is what it fills
 * in, in brackets.
 */
export function tokensOf(code: string): string[] {
  const tokens: string[] = [];
  readUntil(code, 0, undefined, tokens);
  return tokens;
}

/** Reads up to the brace that closes a template's placeholder, or to the end; gives the place after it. */
function readUntil(code: string, from: number, close: "}" | undefined, tokens: string[]): number {
  let depth = 0;
  let at = from;
  while (at < code.length) {
    const last = tokens.at(-1) ?? "";
    const isValue = endsValue.test(last) && !startsValue.test(last);
    if (code[at] === "`") {
      at = readTemplate(code, at + 1, tokens);
    } else if (code[at] === "/" && !isValue && matchAt(regex, code, at) !== undefined) {
      at += matchAt(regex, code, at)?.[0].length ?? 1;
      tokens.push('""');
    } else {
      const [text = " ", name, number, string, mark] = matchAt(shape, code, at) ?? [];
      at += text.length;
      if (mark === "{") depth++;
      if (mark === "}" && close === "}" && depth-- === 0) return at;
      if (mark === "}" && close === undefined) depth--;
      const token = string === undefined ? name ?? number ?? mark : '""';
      if (token !== undefined) tokens.push(token);
    }
  }
  return at;
}

function readTemplate(code: string, from: number, tokens: string[]): number {
  tokens.push("(");
  let at = from;
  while (at < code.length && code[at] !== "`") {
    if (code[at] === "\\") at += 2;
    else if (code.startsWith("${", at)) {
      at = readUntil(code, at + 2, "}", tokens);
      tokens.push(",");
    } else at++;
  }
  tokens.push(")");
  return at + 1;
}

function matchAt(pattern: RegExp, code: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(code) ?? undefined;
}
