/**
 * The formats of an answer: how a prompt asks for each.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { ModelRequest } from "../model/language_model.ts";
import type { ParameterState } from "../problem/problem.ts";
import type { AnswerKeys } from "./answer/reading.ts";
import { answerSchema } from "./answer_schema.ts";

/**
 * `json`: one JSON object, with a schema for servers that enforce it. `tagged`: values in tags, as in OpenTrace's
 * OptoPrimeV2. `fenced`: Markdown, each value in a block of its own. In the two texts code needs no escapes.
 */
export type AnswerFormat = "json" | "tagged" | "fenced";

/** The formats. */
export const answerFormats: readonly AnswerFormat[] = ["json", "tagged", "fenced"];

/** The parts of prompts that depend on the format. */
export interface AnswerForm {
  /** Says how to answer. */
  readonly guide: string;
  /** What another answer must be, after an unusable one. */
  readonly whole: string;
  /** Asks for a repaired answer. */
  readonly repair: string;
  /** The format of the request. */
  readonly request: Pick<ModelRequest, "format">;
}

/** The parts of prompts for a format. */
export function answerForm(
  format: AnswerFormat,
  { parameters, keys }: {
    readonly parameters: readonly ParameterState[];
    readonly keys: AnswerKeys;
  },
): AnswerForm {
  switch (format) {
    case "json":
      return {
        guide: jsonGuide(keys),
        whole: "with the whole JSON object and nothing else",
        repair: "Mend what was refused, and answer with the same JSON object.",
        request: { format: answerSchema(parameters, keys) },
      };
    case "tagged":
      return {
        guide: taggedGuide,
        whole: "with the reasoning and the variables in tags, and nothing else",
        repair: "Correct what was refused, and answer in the same tags.",
        request: {},
      };
    case "fenced":
      return {
        guide: fencedGuide,
        whole: "with a heading and a block for each variable",
        repair: "Correct what was refused, and answer in the same form.",
        request: {},
      };
    default:
      return format satisfies never;
  }
}

const how = "what the feedback asks for; which variables led to it, and how; what to change";

const which =
  "Name only variables of #Variables, and only those to change: a variable that is left out";

function jsonGuide({ reasoning, answer, suggestion }: AnswerKeys): string {
  return `Answer with one JSON object and nothing else:
{
  "${reasoning}": "<${how}>",${
    answer === null ? "" : `\n  "${answer}": "<the answer, if the objective asks a question>",`
  }
  "${suggestion}": { "<name of a variable>": <its new value>, ... }
}
${which} or null keeps its value. Code is a \
JSON string, its line breaks written as \\n. If nothing should change, let "${suggestion}" be {}.`;
}

const taggedGuide = `Answer in these tags and with nothing else, one <variable> for each to change:
<reasoning>
${how}
</reasoning>
<variable name="its name">
<value>
its new value
</value>
</variable>
${which} keeps its value. Code and texts stand as they are, without escapes; every other value is JSON. If nothing should \
change, write the reasoning alone.`;

const fencedGuide = `Answer in Markdown. First a few sentences: ${how}. Then, for each \
variable to change, a heading with its name, and its new value in a block:
### its name
\`\`\`
its new value
\`\`\`
${which} keeps its value. Code and texts stand as they are, without escapes; every other value is JSON. A block whose value has \
a line with three backticks begins and ends with four. If nothing should change, write the one word TERMINATE.`;

/**
 * Parses the name of a format.
 *
 * @throws {UsageError} when it is unknown
 */
export function answerFormatNamed(name: string): AnswerFormat {
  const known = answerFormats.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as the format of answers: received none of ${answerFormats.join(", ")}`,
    { advice: "Use one of them." },
  );
}
