/**
 * Reads values that stand in the text itself: fenced blocks, edits, bare code, and lines such as `rate: 0.5`.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import { holdsEdits } from "../../code/search_replace.ts";
import { holdsDiff } from "../../code/unified_diff.ts";
import { readNamedLines } from "./named_lines.ts";
import type { Fence, Pieces } from "./pieces.ts";
import type { Reading } from "./reading.ts";
import { type AnswerVariable, variableOf } from "./variable_name.ts";

/** Maximum characters of the reasoning. */
const maxReasoning = 2_000;

/**
 * The values of blocks that are named by their heading, their file name or the function that they declare, or that can
 * only be of one variable; and of lines that name one.
 */
export function readBlocks(
  { fences, prose }: Pick<Pieces, "fences" | "prose">,
  variables: readonly AnswerVariable[],
  { isCut }: { readonly isCut: boolean },
): Reading | undefined {
  const blocks = fences.filter(({ isOpen, text }) => !(isOpen && isCut) && text.trim() !== "");
  const byVariable = Map.groupBy(blocks, (block) => variableIn(block, blocks, variables));
  const values: Record<string, unknown> = {};
  for (const [variable, own] of byVariable) {
    if (variable === undefined) continue;
    const value = valueOf(variable, own, byVariable.get(undefined) ?? []);
    if (value === undefined) {
      return { kind: "fault", reason: `it holds several versions of ${variable.name} that differ` };
    }
    values[variable.name] = value;
  }
  if (Object.keys(values).length === 0 && !isCut) Object.assign(values, bareCode(prose, variables));
  const plain = blocks.filter(({ info }) => /^(?:ya?ml|toml|ini|te?xt|plaintext)?$/i.test(info))
    .map(({ text }) => text);
  const left = variables.filter(({ name }) => !Object.hasOwn(values, name));
  const lines = readNamedLines([prose, ...plain].join("\n"), left);
  if (lines.kind === "fault") return lines;
  Object.assign(values, lines.values);
  if (Object.keys(values).length === 0) return undefined;
  return { kind: "values", values, reasoning: shortText(prose.trim(), maxReasoning) };
}

/** The variable of a block. */
function variableIn(
  block: Fence,
  all: readonly Fence[],
  variables: readonly AnswerVariable[],
): AnswerVariable | undefined {
  const codes = variables.filter(({ kind }) => kind === "code");
  const declaring = codes.filter(({ entry }) => entry !== undefined && declares(block.text, entry));
  if (declaring.length === 1) return declaring[0];
  if (declaring.length > 1) return undefined;
  const [only] = codes;
  const isOnlyCode = codes.length === 1 && only !== undefined;
  if (holdsEdits(block.text) || holdsDiff(block.text)) {
    return namedBy(block, variables.filter(isEditable)) ?? (isOnlyCode ? only : undefined);
  }
  const named = namedBy(block, variables);
  if (named !== undefined && (named.kind === "value" || isFunctionText(block.text))) return named;
  if (isOnlyCode) {
    const functions = all.filter(({ text }) => isFunctionText(text));
    const isDeclared = all.some(({ text }) => declares(text, only.entry ?? only.name));
    return !isDeclared && functions.length === 1 && functions[0] === block ? only : undefined;
  }
  const [single, ...others] = variables;
  return single?.type === "string" && others.length === 0 && all.length === 1 ? single : undefined;
}

/** Whether an answer may give edits of a variable. */
function isEditable({ kind, type }: AnswerVariable): boolean {
  return kind === "code" || type === "string";
}

/** The variable that the info string, the first comment or the heading of a block names. */
function namedBy(
  { info, text, heading }: Fence,
  variables: readonly AnswerVariable[],
): AnswerVariable | undefined {
  const comment = /^\s*(?:\/\/|#|--|\+\+\+|---)\s*(?:[ab]\/)?([\w./-]{1,100})\s*$/m.exec(
    text.slice(0, 300),
  )?.[1];
  const words = info.split(/[\s:={}"']+/).slice(1);
  for (const word of [...words, comment]) {
    const found = word === undefined ? undefined : variableOf(word, variables);
    if (found !== undefined) return found;
  }
  const whole = variableOf(heading.replace(/^[#>\s\d.)*-]+/, ""), variables);
  if (whole !== undefined) return whole;
  const mentioned = variables.filter(({ name, entry }) =>
    [name, entry].some((own) => own !== undefined && mentions(heading, own))
  );
  return mentioned.length === 1 ? mentioned[0] : undefined;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${RegExp.escape(name)}(?![\\w])`).test(text);
}

/** Whether a text declares a function of a name. */
function declares(text: string, name: string): boolean {
  return new RegExp(
    `^[ \\t]*(?:export\\s+)?(?:default\\s+)?(?:async\\s+)?(?:function\\s*\\*?\\s*|const\\s+|let\\s+|var\\s+)${
      RegExp.escape(name)
    }\\b`,
    "m",
  ).test(text);
}

function isFunctionText(text: string): boolean {
  return /\bfunction\b[\s*]|=>/.test(text);
}

/** The value of a variable's blocks; undefined when they differ. */
function valueOf(
  variable: AnswerVariable,
  blocks: readonly Fence[],
  others: readonly Fence[],
): string | undefined {
  const texts = [...new Set(blocks.map(({ text }) => text.trimEnd()))];
  if (variable.kind === "value") return texts.length === 1 ? texts[0] : undefined;
  const isChange = (text: string) => holdsEdits(text) || holdsDiff(text);
  if (texts.every(isChange)) return texts.join("\n");
  const current = String(variable.value ?? "").trim();
  const fresh = texts.filter((text) => !isChange(text) && text.trim() !== current);
  const [source, second] = fresh.length === 0 ? texts : fresh;
  if (source === undefined || second !== undefined) return undefined;
  return [...helpersOf(source, others), source].join("\n\n");
}

/** Blocks that declare what a source uses and lacks. */
function helpersOf(source: string, others: readonly Fence[]): readonly string[] {
  return others.flatMap(({ text }) => {
    const name =
      /^(?:export\s+)?(?:async\s+)?(?:function|const|type|interface|class)\s+(\w{1,100})/m
        .exec(text)?.[1];
    const isUsed = name !== undefined && mentions(source, name) && !declares(source, name);
    return isUsed ? [text.trimEnd()] : [];
  });
}

/** The first line of code. */
const codeStart =
  /^(?:export\b|(?:async\s+)?function\b|(?:const|let)\s+\w+\s*(?::[^=\n]{1,200})?=|import\s|type\s+\w+\s*=|interface\s+\w|\/\*\*|\/\/)/;

/** Code or edits without a fence, for the only code variable. */
function bareCode(
  prose: string,
  variables: readonly AnswerVariable[],
): Readonly<Record<string, string>> {
  const [variable, ...others] = variables.filter(({ kind }) => kind === "code");
  if (variable === undefined || others.length > 0) return {};
  if (holdsEdits(prose) || holdsDiff(prose)) return { [variable.name]: prose };
  const lines = prose.split(/\r?\n/);
  const start = lines.findIndex((line) => codeStart.test(line));
  if (start < 0) return {};
  const end = lines.findLastIndex((line) => /^[})\]]|[^\s][};]\s*$/.test(line));
  const code = lines.slice(start, end + 1).join("\n");
  const isFunction = /^(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b/m.test(code) ||
    /^(?:export\s+)?(?:default\s+|const\s+\w+\s*(?::[^=\n]{1,200})?=\s*)(?:async\s*)?(?:\(|\w+\s*=>)/m
      .test(code);
  return isFunction ? { [variable.name]: code } : {};
}
