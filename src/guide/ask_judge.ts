/**
 * Asks a model for a judgement: values as marked sections, the answer as one JSON object.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { ModelError } from "../errors.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { modelsInUse } from "../model/models_in_use.ts";
import { isRecord } from "../record.ts";
import { printValue } from "../trace/print_value.ts";

/** A question to a judge. */
export interface JudgeQuestion<Answer> {
  readonly system: string;
  /** Sections of the prompt. */
  readonly sections: readonly string[];
  /** Name and JSON schema of the answer. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** What an answer must have, to end "This is not a JSON object with …". */
  readonly needs: string;
  /** The answer in a JSON object; undefined when it has none. */
  readonly read: (data: Readonly<Record<string, unknown>>) => Answer | undefined;
}

/** Maximum characters of an answer with a judgement. */
const maxAnswer = 100_000;

/** Asks, and asks once more after an answer that cannot be read. @throws {ModelError} after the second one */
export async function askJudge<Answer>(
  model: LanguageModel,
  question: JudgeQuestion<Answer>,
): Promise<Answer> {
  const { system, sections, name, schema, needs } = question;
  const request: ModelRequest = {
    messages: [
      { role: "system", content: system },
      { role: "user", content: sections.join("\n") },
    ],
    format: { kind: "json", name, schema },
  };
  const asked = modelsInUse()?.judge(model) ?? model;
  const first = (await asked.generate(request)).text;
  const answer = readAnswer(question, first) ??
    readAnswer(question, (await asked.generate(repeated(request, first, needs))).text);
  if (answer !== undefined) return answer;
  throw new ModelError(
    `Cannot read the answer of "${model.name}" as a judgement: received no JSON object with ${needs}`,
    { text: first, advice: "Use a model that answers in JSON." },
  );
}

/** A value as a section; text in it that looks like the mark of a section is escaped. */
export function judgeSection(tag: string, value: unknown, maxLength: number): string {
  const text = typeof value === "string" ? cutText(value, maxLength) : printValue(value, maxLength);
  return `<${tag}>\n${text.replaceAll(marks, "&lt;$1>")}\n</${tag}>`;
}

const marks = /<(\/?(?:input|expected|output|first|second))>/gi;

function repeated(request: ModelRequest, text: string, needs: string): ModelRequest {
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: "assistant", content: cutText(text, maxAnswer) },
      { role: "user", content: `This is not a JSON object with ${needs}. Answer again.` },
    ],
  };
}

/** The judgement in an answer, parsed from the first brace to the last. */
function readAnswer<Answer>({ read }: JudgeQuestion<Answer>, text: string): Answer | undefined {
  if (text.length > maxAnswer) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  } catch {
    return undefined; // the caller asks again, then throws
  }
  return isRecord(data) ? read(data) : undefined;
}
