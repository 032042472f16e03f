/**
 * Reads values in tags, as in OptoPrimeV2's answers: `<variable name="rate"><value>1</value></variable>`.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import type { Reading } from "./reading.ts";
import { type AnswerVariable, variableOf } from "./variable_name.ts";

/** Tags whose name attribute, or first inner tag, names a variable. */
const namingTags: ReadonlySet<string> = new Set(
  "variable parameter param argument arg field item code function file update change".split(" "),
);

/** Tags around a value. */
const valueTags = ["value", "new_value", "data", "code", "content", "source"];

const openTag = /<([A-Za-z_][\w.-]{0,80})((?:\s[^<>]{0,300})?|=[^<>]{1,100})>/g;

/** Maximum number of values. */
const maxTagged = 1_000;

/** The values, with the offset of the first; undefined when no tag names a variable. */
export function readTags(
  text: string,
  variables: readonly AnswerVariable[],
): { readonly reading: Reading; readonly start: number } | undefined {
  const values = new Map<string, string>();
  const cutNames: string[] = [];
  const closings = new Closings(text);
  let start = Infinity;
  openTag.lastIndex = 0;
  for (let left = maxTagged; left > 0;) {
    const match = openTag.exec(text);
    if (match === null) break;
    const [whole, tag = "", rest = ""] = match;
    const body = match.index + whole.length;
    const own = tagVariable(tag, rest, variables);
    if (own === undefined && !namingTags.has(tag.toLowerCase())) continue;
    const given = own === undefined ? undefined : attribute(rest, "value");
    const end = given === undefined ? closings.after(tag, body) : body;
    const named = own === undefined
      ? innerName(text.slice(body, end ?? text.length), variables)
      : { variable: own, at: 0 };
    if (named === undefined) continue;
    left--;
    start = Math.min(start, match.index);
    const { variable, at } = named;
    if (end === undefined) {
      cutNames.push(variable.name);
      continue;
    }
    const value = given ?? valueIn(text.slice(body + at, end), variable);
    openTag.lastIndex = end;
    if ((values.get(variable.name) ?? value) !== value) {
      const reason = `it holds several values of ${variable.name} that differ`;
      return { reading: { kind: "fault", reason }, start };
    }
    values.set(variable.name, value);
  }
  if (start === Infinity) return undefined;
  if (values.size === 0) return { reading: { kind: "fault", reason: "it was cut off" }, start };
  const reasoning = /<(reasoning|reason|explanation)>/i.exec(text);
  return {
    reading: {
      kind: "values",
      values: Object.fromEntries(values),
      reasoning: reasoning === null ? "" : reasonIn(text, reasoning, closings),
      cut: cutNames.filter((name) => !values.has(name)),
    },
    start,
  };
}

/** No change, where an answer in tags has its reasoning alone. */
export function readReasoning(text: string): Reading | undefined {
  const only = /^<reasoning>([^<]{0,20000})<\/reasoning>$/.exec(text.trim());
  return only === null ? undefined : { kind: "nothing", reasoning: (only[1] ?? "").trim() };
}

/** Maximum characters of the reasoning. */
const maxReasoning = 20_000;

function reasonIn(text: string, match: RegExpExecArray, closings: Closings): string {
  const body = match.index + match[0].length;
  const end = closings.after(match[1] ?? "", body) ?? body;
  return shortText(text.slice(body, end).trim(), maxReasoning);
}

/** Finds closing tags in linear time, for offsets that only grow. */
class Closings {
  readonly #text: string;
  /** By tag: the last closing tag that was found; -1 for none. */
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset of the first closing tag at or after an offset. */
  after(tag: string, at: number): number | undefined {
    let found = this.#found.get(tag);
    if (found === undefined || (found >= 0 && found < at)) {
      found = this.#text.indexOf(`</${tag}>`, at);
      this.#found.set(tag, found);
    }
    return found < 0 ? undefined : found;
  }
}

/** The variable that a tag names by an attribute, or that its own name is. */
function tagVariable(
  tag: string,
  rest: string,
  variables: readonly AnswerVariable[],
): AnswerVariable | undefined {
  const isNaming = namingTags.has(tag.toLowerCase());
  const name = rest.startsWith("=")
    ? rest.slice(1)
    : isNaming
    ? attribute(rest, "name")
    : undefined;
  if (name !== undefined) return variableOf(name, variables);
  const isSame = (own: string | undefined) => own?.toLowerCase() === tag.toLowerCase();
  const isOther = isNaming || valueTags.includes(tag);
  return variables.find(({ name }) => name === tag) ??
    (isOther ? undefined : variables.find(({ name, entry }) => isSame(name) || isSame(entry)));
}

function attribute(rest: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(rest);
  return found?.[1] ?? found?.[2];
}

/** The variable that the first inner tag names, and the offset behind that tag. */
function innerName(
  body: string,
  variables: readonly AnswerVariable[],
): { readonly variable: AnswerVariable; readonly at: number } | undefined {
  const found = /^\s{0,20}<(?:name|variable|key)>([^<]{1,200})<\/(?:name|variable|key)>/.exec(
    body.slice(0, 300),
  );
  const variable = found === null ? undefined : variableOf(found[1] ?? "", variables);
  return variable && found ? { variable, at: found[0].length } : undefined;
}

/** The text of a value, without the tag, the CDATA section, the fence and the line breaks around it. */
function valueIn(body: string, { kind, type }: AnswerVariable): string {
  const text = withoutFence(withoutCdata(withoutValueTag(body)));
  return type === "string" && kind === "value"
    ? text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd()
    : decoded(text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd());
}

function withoutValueTag(body: string): string {
  const open = /^\s{0,20}<(\w{1,20})(?:\s[^<>]{0,100})?>/.exec(body.slice(0, 200));
  const tag = open?.[1] ?? "";
  if (open === null || !valueTags.includes(tag)) return body;
  const end = body.lastIndexOf(`</${tag}>`);
  return end < 0 ? body : body.slice(open[0].length, end);
}

function withoutCdata(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("<![CDATA[") && trimmed.endsWith("]]>") ? trimmed.slice(9, -3) : text;
}

/** A fence around a whole text. */
export function withoutFence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("```") || !trimmed.endsWith("```")) return text;
  const first = trimmed.indexOf("\n");
  const inner = trimmed.slice(first + 1, -3);
  return first < 0 || /^```/m.test(inner) ? text : inner.trimEnd();
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  "#39": "'",
};

/** Escaped text as in XML; text that also holds the bare signs was not escaped. */
function decoded(text: string): string {
  const isEscaped = /&(?:lt|gt|amp);/.test(text) && !/<|&&|=>/.test(text);
  return isEscaped
    ? text.replace(/&(lt|gt|amp|quot|apos|#39);/g, (_all, name) => entities[name] ?? "")
    : text;
}
