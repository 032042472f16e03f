/**
 * The names that a piece of JavaScript takes from outside itself, found without a parser.
 *
 * @module
 */

const keywords = new Set(
  ("async await break case catch class const continue debugger default delete do else export extends false finally for " +
    "from function get if import in instanceof let new null of return set static super switch this throw true try typeof " +
    "undefined var void while with yield arguments NaN Infinity").split(" "),
);

/**
 * Names that are read and nowhere declared in `code`, without keywords and standard globals. A name that is declared
 * anywhere counts as declared everywhere, so a name may be missed, but none is reported that is not free.
 *
 * @param code JavaScript: an expression, a function, a method
 */
export function freeNames(code: string): string[] {
  const bare = withoutLiterals(code);
  const bound = new Set(boundNames(bare));
  const used = new Set<string>();
  for (const match of bare.matchAll(/(?<![\w$.#])(?:\.\.\.)?([A-Za-z_$][\w$]*)/g)) {
    const name = match[1] ?? "";
    const after = bare.slice(match.index + match[0].length);
    const before = bare.slice(0, match.index).trimEnd();
    const isKey = /^\s*:/.test(after) && /[{,]$/.test(before);
    const isMethod = /^\s*\(/.test(after) && isMethodHead(after) && /[{};,]?$/.test(before) &&
      !/[=(?:&|+\-*/!<>]$/.test(before);
    if (!isKey && !isMethod) used.add(name);
  }
  return [...used].filter((name) =>
    !bound.has(name) && !keywords.has(name) && !(name in globalThis)
  );
}

/** Whether a list of parameters and then a body follow. */
function isMethodHead(after: string): boolean {
  const open = after.indexOf("(");
  let depth = 0;
  for (let i = open; i < after.length; i++) {
    if (after[i] === "(") depth++;
    else if (after[i] === ")" && --depth === 0) return /^\s*\{/.test(after.slice(i + 1));
  }
  return false;
}

function* boundNames(code: string): Generator<string> {
  for (
    const [, head = ""] of code.matchAll(
      /\b(?:const|let|var)\s+([^;]*?)(?=\s*(?:=(?!=|>)|\bof\b|\bin\b|;|$))/gm,
    )
  ) {
    yield* namesIn(head);
  }
  for (const [, name = ""] of code.matchAll(/\b(?:function\*?|class)\s+([\w$]+)/g)) yield name;
  for (const [, name = ""] of code.matchAll(/(?<![\w$.])([\w$]+)\s*=>/g)) yield name;
  for (const match of code.matchAll(/\)\s*(?:=>|\{)/g)) {
    yield* namesIn(parametersBefore(code, match.index));
  }
}

/** The text between the bracket that closes at `close` and its opening one. */
function parametersBefore(code: string, close: number): string {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (code[i] === ")") depth++;
    else if (code[i] === "(" && --depth === 0) {
      // The condition of an `if` or a loop declares nothing.
      return /\b(?:if|while|switch|for|with)\s*$/.test(code.slice(0, i))
        ? ""
        : code.slice(i + 1, close);
    }
  }
  return "";
}

function* namesIn(pattern: string): Generator<string> {
  for (const [name] of pattern.matchAll(/(?<![.\w$])[A-Za-z_$][\w$]*(?!\s*:)/g)) yield name;
}

/** Without strings, comments and regular expressions; what templates fill in stays. */
function withoutLiterals(code: string): string {
  const literal =
    /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g;
  const regex = /(?<=[=(,:;!&|?{}]\s*)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/g;
  return code.replace(
    literal,
    (text) => text.startsWith("`") ? filledIn(text) : text.startsWith("/") ? " " : '""',
  )
    .replace(regex, '""');
}

function filledIn(template: string): string {
  const inner = [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, code]) => `(${code})`);
  return `"" ${inner.join(" ")} `;
}
