/**
 * Parses and applies search-and-replace edits.
 *
 * @module
 */

/** Lines to find and their replacement. */
export interface TextEdit {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** Line number of the edit in the answer, from 1. */
  readonly line: number;
}

/** A result, or the refusal of a bad edit. */
export type EditOutcome<T> =
  | { readonly kind: "done"; readonly value: T }
  /**
   * `line` counts from 1: in the answer for an edit that cannot be parsed, in the source for one that does not
   * match.
   */
  | { readonly kind: "refused"; readonly message: string; readonly line: number };

const searchMark = /^<{5,9} SEARCH\s*$/;
const middleMark = /^={5,9}\s*$/;
const replaceMark = /^>{5,9} REPLACE\s*$/;

/** Whether a text contains edits, as opposed to a whole new source. */
export function holdsEdits(text: string): boolean {
  return text.split("\n").some((line) => searchMark.test(line));
}

/**
 * Parses all edits in a text; text between them is ignored.
 *
 * ```text
 * <<<<<<< SEARCH
 * lines to find
 * =======
 * replacement lines
 * >>>>>>> REPLACE
 * ```
 */
export function readTextEdits(text: string): EditOutcome<readonly TextEdit[]> {
  const edits: TextEdit[] = [];
  let search: string[] | undefined;
  let replace: string[] | undefined;
  let start = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (searchMark.test(line)) {
      if (search) break;
      search = [];
      start = index + 1;
    } else if (search && !replace && middleMark.test(line)) replace = [];
    else if (search && replace && replaceMark.test(line)) {
      edits.push({ search, replace, line: start });
      search = replace = undefined;
    } else (replace ?? search)?.push(line);
  }
  return search
    ? {
      kind: "refused",
      message: `Cannot read edit ${edits.length + 1}: it has no end`,
      line: start,
    }
    : { kind: "done", value: edits };
}

/** Each quoted line is compared with each line of the source: more comparisons would block the host. */
const maxComparisons = 20_000_000;

/** Applies edits one after the other. Each must match exactly one place. */
export function applyTextEdits(source: string, edits: readonly TextEdit[]): EditOutcome<string> {
  let lines: readonly string[] = source.split(/\r?\n/);
  const quoted = edits.reduce((sum, { search }) => sum + search.length, 0);
  if (quoted * lines.length > maxComparisons) {
    return {
      kind: "refused",
      message: `Cannot apply edits that quote ${quoted} lines: give the whole source`,
      line: 1,
    };
  }
  for (const [index, edit] of edits.entries()) {
    const applied = applyEdit(lines, edit);
    if (applied.kind === "refused") {
      const { message, line } = applied;
      return { kind: "refused", message: `Cannot apply edit ${index + 1}: ${message}`, line };
    }
    lines = applied.value;
  }
  return { kind: "done", value: lines.join("\n") };
}

/** Line comparisons, strictest first: models drop trailing blanks more often than words. */
const comparisons: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.trimEnd(),
  (line) => line.trim(),
];

function applyEdit(
  lines: readonly string[],
  { search, replace }: TextEdit,
): EditOutcome<readonly string[]> {
  if (search.every((line) => line.trim() === "")) {
    return { kind: "refused", message: "it quotes no line to replace", line: 1 };
  }
  for (const same of comparisons) {
    const wanted = search.map(same);
    const found = lines.keys().filter((at) =>
      at + wanted.length <= lines.length &&
      wanted.every((line, offset) => same(lines[at + offset] ?? "") === line)
    ).toArray();
    const [at, second] = found;
    if (at === undefined) continue;
    if (second !== undefined) {
      const places = found.map((at) => at + 1).join(", ");
      return {
        kind: "refused",
        message: `its lines stand in more than one place, at lines ${places}`,
        line: at + 1,
      };
    }
    const fitted = indent(replace, search, lines.slice(at, at + search.length));
    return { kind: "done", value: lines.toSpliced(at, search.length, ...fitted) };
  }
  const first = search.find((line) => line.trim() !== "")?.trim();
  const near = lines.findIndex((line) => line.trim() === first);
  return {
    kind: "refused",
    message: `its lines are not in the source: "${first}" …`,
    line: near < 0 ? 1 : near + 1,
  };
}

/** Indents the new lines like the matched lines in the source. */
function indent(
  replace: readonly string[],
  quoted: readonly string[],
  found: readonly string[],
): readonly string[] {
  const index = quoted.findIndex((line) => line.trim() !== "");
  const [from, to] = [quoted[index], found[index]].map((line) =>
    /^\s*/.exec(line ?? "")?.[0] ?? ""
  );
  if (from === undefined || to === undefined || from === to) return replace;
  return replace.map((line) =>
    line.startsWith(from) && line.trim() !== "" ? to + line.slice(from.length) : line
  );
}
