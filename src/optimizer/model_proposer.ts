/**
 * A proposer that asks a model: what OptoPrime and OPRO have in common.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { estimateTokens } from "../model/tokens.ts";
import { type AnswerKeys, defaultKeys } from "./answer.ts";
import { answerFormat } from "./answer_format.ts";
import { modelProposal } from "./model_proposal.ts";
import { type SectionName, viewProblem } from "./problem_view.ts";
import { problemPrompt, repairMessages, systemPrompt } from "./prompt.ts";
import type { Problem, ProposeContext, Proposer } from "../problem/proposer.ts";
import { shownParameters } from "./shown_parameters.ts";

/** How a model is asked for proposals. */
export interface ModelProposerOptions {
  /** Who is asked. */
  readonly model: LanguageModel;
  /** Earlier tries shown, newest kept. @default 5 */
  readonly memorySize?: number;
  /** Tokens of one prompt at most, by estimate; variables and feedback are never cut. @default 16_000 */
  readonly maxPromptTokens?: number;
  /** How freely the model chooses. @default the model's own */
  readonly temperature?: number;
  /** Tokens of an answer at most. @default the model's own */
  readonly maxTokens?: number;
  /** Sections that are not shown. @default none */
  readonly omit?: readonly SectionName[];
  /** Under which keys the parts of an answer stand. @default reasoning and suggestion */
  readonly keys?: Partial<AnswerKeys>;
}

/** What only a trace can fill. */
const traceSections: readonly SectionName[] = [
  "Code",
  "Documentation",
  "Inputs",
  "Others",
  "Inside",
  "Outputs",
];

/**
 * A proposer that asks a model, with or without the trace, and keeps nothing between calls.
 *
 * @throws {UsageError} when a size is not a whole number
 */
export function modelProposer(
  name: string,
  options: ModelProposerOptions,
  { hasTrace }: { readonly hasTrace: boolean },
): Proposer {
  const { model, temperature, maxTokens } = options;
  const memorySize = wholeNumber("memorySize", options.memorySize ?? 5);
  const maxPromptTokens = wholeNumber("maxPromptTokens", options.maxPromptTokens ?? 16_000);
  const keys = { ...defaultKeys, ...options.keys };

  function request(
    problem: Problem,
    context: Pick<ProposeContext, "history" | "refused">,
  ): ModelRequest {
    const parameters = shownParameters(problem);
    const system = systemPrompt({ hasTrace, parameters, keys });
    const { refused } = context;
    const repair = refused === undefined ? [] : repairMessages(refused, parameters, keys);
    const taken = [system, ...repair.map(({ content }) => content)].join("\n");
    const sections = viewProblem(problem, context.history, {
      maxTokens: maxPromptTokens - estimateTokens(taken) - 50,
      memorySize,
      omit: [...hasTrace ? [] : traceSections, ...options.omit ?? []],
    });
    return {
      messages: [
        { role: "system", content: system },
        { role: "user", content: problemPrompt(sections, parameters) },
        ...repair,
      ],
      format: answerFormat(parameters, keys),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    };
  }

  return {
    name,
    needsTrace: hasTrace,
    request,
    async propose(problem, context) {
      const parameters = shownParameters(problem);
      if (parameters.length === 0) {
        return { kind: "nothing", reasoning: "No feedback reached any parameter." };
      }
      const names = parameters.map(({ name }) => name);
      return await modelProposal(model, request(problem, context), { names, keys, context });
    },
  };
}

function wholeNumber(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError(`Cannot use "${value}" as ${option}: received no whole number`);
}
