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

const searchMark = /^\s{0,40}<{5,9} ?SEARCH\s*$/;
const middleMark = /^\s{0,40}={5,9}\s*$/;
const replaceMark = /^\s{0,40}>{5,9} ?REPLACE\s*$/;

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

/** Every line of the source is visited for each edit, up to once by each comparison. */
const maxVisits = 100_000;

/** Maximum number of places, and maximum characters of a line, in a message. */
const maxPlaces = 5;
const maxQuote = 100;

/** Options of `applyTextEdits`. */
export interface EditOptions {
  /** Whether edits may quote parts of lines, as in prose, whose lines are long. @default false */
  readonly isProse?: boolean;
}

/** Applies edits one after the other. Each must match exactly one place. The time is linear in lines times edits. */
export function applyTextEdits(
  source: string,
  edits: readonly TextEdit[],
  { isProse = false }: EditOptions = {},
): EditOutcome<string> {
  let lines: readonly string[] = source.split(/\r?\n/);
  if (edits.length * lines.length > maxVisits) {
    return {
      kind: "refused",
      message: `Cannot apply ${edits.length} edits to ${lines.length} lines: give the whole ${
        isProse ? "text" : "source"
      }`,
      line: 1,
    };
  }
  for (const [index, edit] of edits.entries()) {
    const inLines = applyEdit(lines, edit, isProse ? "text" : "source");
    const inPart = inLines.kind === "refused" && isProse ? applyToPart(lines, edit) : undefined;
    const applied = inPart ?? inLines;
    if (applied.kind === "refused") {
      const { message, line } = applied;
      return { kind: "refused", message: `Cannot apply edit ${index + 1}: ${message}`, line };
    }
    lines = applied.value;
  }
  return { kind: "done", value: lines.join("\n") };
}

/** What is edited, in messages. */
type Edited = "source" | "text";

/** Line comparisons, strictest first: models drop trailing blanks more often than words. */
const comparisons: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.trimEnd(),
  (line) => line.trim(),
];

function applyEdit(
  lines: readonly string[],
  { search, replace }: TextEdit,
  edited: Edited,
): EditOutcome<readonly string[]> {
  if (search.every((line) => line.trim() === "")) {
    return { kind: "refused", message: "it quotes no line to replace", line: 1 };
  }
  for (const same of comparisons) {
    const found = placesOf(search.map(same), lines.map(same));
    const [at, second] = found;
    if (at === undefined) continue;
    if (second !== undefined) {
      const places = found.slice(0, maxPlaces).map((at) => at + 1).join(", ");
      const rest = found.length > maxPlaces ? ` and ${found.length - maxPlaces} more` : "";
      return {
        kind: "refused",
        message: `its lines stand in more than one place, at lines ${places}${rest}`,
        line: at + 1,
      };
    }
    const end = at + search.length;
    const fitted = indent(replace, search, lines.slice(at, end));
    return { kind: "done", value: [...lines.slice(0, at), ...fitted, ...lines.slice(end)] };
  }
  return nowhere(lines, search, edited);
}

/** Texts of an edit as they are, and without the backslashes that a template literal has before its marks. */
const readings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/\\([`$\\])/g, "$1"),
];

/** Applies an edit of a part of lines; undefined where what it quotes is not there, but for blanks around it. */
function applyToPart(
  lines: readonly string[],
  { search, replace }: TextEdit,
): EditOutcome<readonly string[]> | undefined {
  const text = lines.join("\n");
  const whole = search.join("\n").trim();
  const read = readings.find((read) => whole !== "" && text.includes(read(whole)));
  if (read === undefined) return undefined;
  const quoted = read(whole);
  const at = text.indexOf(quoted);
  const line = text.slice(0, at).split("\n").length;
  if (text.indexOf(quoted, at + 1) >= 0) {
    return { kind: "refused", message: "what it quotes stands in more than one place", line };
  }
  const taken = read(replace.join("\n").trim());
  const edited = text.slice(0, at) + taken + text.slice(at + quoted.length);
  return { kind: "done", value: edited.split("\n") };
}

/** The refusal of lines that are not in the source, with those of the source that are most like them. */
function nowhere(
  lines: readonly string[],
  search: readonly string[],
  edited: Edited,
): EditOutcome<never> {
  const wanted = search.findIndex((line) => line.trim() !== "");
  const first = search[wanted]?.trim() ?? "";
  const near = nearestPlace(lines, search, wanted);
  const message = `its lines are not in the ${edited}: "${first.slice(0, maxQuote)}" …`;
  if (near === undefined) return { kind: "refused", message, line: 1 };
  if (search.length === 1) return { kind: "refused", message, line: near + 1 }; // the line is shown with its place
  const shown = lines.slice(near, near + Math.min(search.length, maxNear))
    .map((line, at) => `${near + at + 1} | ${line.slice(0, maxQuote)}`);
  return {
    kind: "refused",
    message: `${message}; nearest are the lines\n${shown.join("\n")}`,
    line: near + 1,
  };
}

/** Most lines shown as the nearest ones. */
const maxNear = 6;

/** Words looked at in one line. */
const maxWords = 40;

/**
 * The start of the lines that share most with the quoted ones: a line that is equal but for blanks counts most, else each
 * word that a line shares with the first quoted line. The time is linear in the source.
 */
function nearestPlace(
  lines: readonly string[],
  search: readonly string[],
  wanted: number,
): number | undefined {
  const quoted = new Map<string, number>();
  search.forEach((line, at) => {
    const text = line.trim();
    if (/\w/.test(text) && !quoted.has(text)) quoted.set(text, at);
  });
  const votes = new Map<number, number>();
  const vote = (place: number, weight: number) => {
    const at = Math.max(0, Math.min(place, lines.length - 1));
    votes.set(at, (votes.get(at) ?? 0) + weight);
  };
  const words = new Set(wordsOf(search[wanted] ?? ""));
  lines.forEach((line, at) => {
    const place = quoted.get(line.trim());
    if (place !== undefined) vote(at - place, maxWords);
    const shared = new Set(wordsOf(line).filter((word) => words.has(word))).size;
    if (shared > 1 || (shared === 1 && words.size === 1)) vote(at - wanted, shared);
  });
  const [best] = [...votes].sort(([a, one], [b, other]) => other - one || a - b);
  return best?.[0];
}

function wordsOf(line: string): readonly string[] {
  return line.slice(0, 400).match(/\w+/g)?.slice(0, maxWords) ?? [];
}

/** All places of a list within another, in linear time (Knuth, Morris and Pratt, 1977). */
function placesOf(wanted: readonly string[], lines: readonly string[]): readonly number[] {
  const fallback = fallbacksOf(wanted);
  const places: number[] = [];
  let matched = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    while (matched > 0 && line !== wanted[matched]) matched = fallback[matched - 1] ?? 0;
    if (line === wanted[matched]) matched++;
    if (matched < wanted.length) continue;
    places.push(index + 1 - wanted.length);
    matched = fallback[matched - 1] ?? 0;
  }
  return places;
}

/** For each beginning of a list: the length of its longest proper beginning that is also its end. */
function fallbacksOf(wanted: readonly string[]): readonly number[] {
  const fallback = [0];
  let matched = 0;
  for (const line of wanted.slice(1)) {
    while (matched > 0 && line !== wanted[matched]) matched = fallback[matched - 1] ?? 0;
    if (line === wanted[matched]) matched++;
    fallback.push(matched);
  }
  return fallback;
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
