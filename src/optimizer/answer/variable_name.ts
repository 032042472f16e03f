/**
 * Finds the variable that a name in an answer means.
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";

/** A variable that an answer may change. */
export type AnswerVariable =
  & Pick<ParameterState, "name" | "kind" | "type" | "entry">
  & Partial<Pick<ParameterState, "value">>;

/** Longer keys are no names. */
const maxKeyLength = 200;

/**
 * The variable of a key: by its name (also with a colon before its number: `int:0` is `int0`), by the name of its
 * function, or, where only one fits, by a name in another case (`Learning_Rate`), within a path (`agent.rate`), or
 * without its own path (`rate` for `agent.rate`).
 */
export function variableOf<Variable extends AnswerVariable>(
  key: string,
  variables: readonly Variable[],
): Variable | undefined {
  const trimmed = key.trim();
  if (trimmed.length > maxKeyLength) return undefined;
  const joined = trimmed.replace(/:(?=\d+$)/, "");
  const exact = variables.find(({ name }) => name === trimmed) ??
    variables.find(({ name }) => name === joined);
  if (exact !== undefined) return exact;
  const plain = withoutMarks(trimmed);
  const letters = lettersOf(plain);
  if (letters === "") return undefined;
  const last = lettersOf(lastPart(plain));
  const readings: readonly ((variable: Variable) => boolean)[] = [
    ({ entry }) => entry === plain,
    (variable) => spellingOf(variable).whole.includes(letters),
    (variable) => spellingOf(variable).whole.includes(last),
    (variable) => last !== "" && spellingOf(variable).last === last,
  ];
  for (const fits of readings) {
    const found = variables.filter(fits);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
}

/** A name without case and punctuation. */
interface Spelling {
  /** Of the variable, and of its function. */
  readonly whole: readonly string[];
  /** Of the last part of its path. */
  readonly last: string;
}

const spellings = new WeakMap<AnswerVariable, Spelling>();

function spellingOf(variable: AnswerVariable): Spelling {
  const known = spellings.get(variable);
  if (known !== undefined) return known;
  const { name, entry } = variable;
  const whole = [name, entry].flatMap((own) => own === undefined ? [] : [lettersOf(own)]);
  const spelling = { whole, last: lettersOf(lastPart(name)) };
  spellings.set(variable, spelling);
  return spelling;
}

/** A key without the marks of Markdown, `(code)`, and the ending of a file. */
function withoutMarks(key: string): string {
  return key.replace(/^[`"'*$@\s]+/, "").replace(/[`"'*:\s]+$/, "")
    .replace(/\s*\([^()]*\)$/, "").replace(/\.(?:[cm]?[jt]sx?|txt|md)$/, "")
    .replace(/[`"'*\s]+$/, "");
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function lastPart(name: string): string {
  return name.split(/[./]|::/).at(-1) ?? name;
}
