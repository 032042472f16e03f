/**
 * A proposer that calls a model: the common part of OptoPrime and OPRO.
 *
 * @module
 */
import { ModelError, UsageError } from "../errors.ts";
import type {
  LanguageModel,
  ModelMessage,
  ModelRequest,
  ModelResponse,
} from "../model/language_model.ts";
import { estimateTokens } from "../model/tokens.ts";
import type { Problem } from "../problem/problem.ts";
import type { Proposal } from "../problem/proposal.ts";
import type { ProposeContext, Proposer, ProposerWarning } from "../problem/proposer.ts";
import { maxTrials } from "../problem/trial.ts";
import { type AnswerKeys, defaultKeys, readAnswer } from "./answer.ts";
import { answerForm, type AnswerFormat, answerFormatNamed } from "./answer_format.ts";
import { maskedSections, type MaskName } from "./mask.ts";
import { type SectionName, traceSections, viewProblem } from "./problem_view.ts";
import { problemPrompt, refusalMessages, systemPrompt } from "./prompt.ts";
import { shownParameters } from "./shown_parameters.ts";
import { answerWithTools, toolGuide } from "./tools.ts";
import {
  knownVariety,
  type PromptView,
  synthesisMessages,
  temperatureOf,
  type Variety,
  viewOf,
  wholeView,
} from "./variety.ts";

/** Settings of a model proposer. */
export interface ModelProposerOptions {
  /** Maximum number of whole earlier trials in the prompt: half the best ones, half the newest. @default 10 */
  readonly memorySize?: number;
  /** Whether the trials beyond `memorySize` are listed, one line each, for long runs. @default false */
  readonly memorySummary?: boolean;
  /**
   * Maximum tokens of the first two messages, estimated. Feedback, history and trace are cut to fit, and marked; where the
   * guide and the parameters alone exceed the limit, the ask fails before anything is sent. A repair adds the refused answer
   * and the reasons.
   * @default 16_000
   */
  readonly maxPromptTokens?: number;
  /** How several proposals of a step differ. @default by the seed of their request only */
  readonly variety?: readonly Variety[];
  /**
   * Rounds before an answer in which the model may use a tool: try values on the examples of the step, for evaluations of the
   * budget, or look at a value that the prompt cut. Each is a call. Answers have no schema then. @default 0
   */
  readonly toolRounds?: number;
  /** Sampling temperature. @default the model's own */
  readonly temperature?: number;
  /** Maximum tokens of an answer. @default the model's own */
  readonly maxTokens?: number;
  /** Sections that prompts leave out; `graph` for all sections of the trace. @default none */
  readonly mask?: readonly MaskName[];
  /** Form of an answer: JSON, values in tags, or values in blocks of Markdown. @default "json" */
  readonly answerFormat?: AnswerFormat;
  /** Keys of the fields of a JSON answer. @default reasoning and suggestion */
  readonly keys?: Partial<AnswerKeys>;
}

/** Maximum number of refusals in a prompt, the latest ones. */
const maxRefusals = 8;

/** Tokens of the frames of two messages. */
const frameTokens = 8;

/**
 * A stateless proposer that calls `context.model`, with or without the trace.
 *
 * Several suggestions are parallel requests, each with its own seed. A repair continues the first conversation
 * without changing its beginning, so that a server's prompt cache works.
 *
 * @throws {UsageError} when a size is not an integer, or a masked section, a format or a variety is unknown; when it is
 * asked, if the parts that are never cut exceed the limit
 */
export function modelProposer<Memory = unknown>(
  name: string,
  options: ModelProposerOptions,
  { sees }: {
    /** What the model is shown besides values and scores. */
    readonly sees: "trace" | "values" | "gradients";
  },
): Proposer<Memory> {
  const { maxTokens, temperature } = options;
  const variety = knownVariety(options.variety ?? []);
  const memorySize = wholeNumber("memorySize", options.memorySize ?? 10);
  const maxPromptTokens = wholeNumber("maxPromptTokens", options.maxPromptTokens ?? 16_000);
  const keys = { ...defaultKeys, ...options.keys };
  const format = answerFormatNamed(options.answerFormat ?? "json");
  const hasTrace = sees === "trace";
  const masked = maskedSections(options.mask ?? []);
  const toolRounds = wholeNumber("toolRounds", options.toolRounds ?? 0);
  const hasWholeTrace = hasTrace && !traceSections.some((name) => masked.includes(name));
  const canLookIn = (view: PromptView) => hasWholeTrace && view.hasTrace;

  function request(
    problem: Problem,
    { history, repair, warn }: Pick<ProposeContext, "history" | "repair" | "warn">,
    view: PromptView = wholeView,
  ): ModelRequest {
    const parameters = shownParameters(problem);
    const guide = hasTrace && !view.hasTrace ? "values" : sees;
    const omit: readonly SectionName[] = [
      ...masked,
      ...(guide === "trace" ? [] : traceSections),
      ...(view.hasHistory ? [] : ["History"] as const),
    ];
    const form = answerForm(format, { parameters, keys });
    const tools = toolRounds === 0
      ? undefined
      : toolGuide(toolRounds, { canLook: canLookIn(view) });
    const system = systemPrompt({ guide, parameters, form, tools });
    const sections = viewProblem(problem, history.latest(maxTrials), {
      maxTokens: maxPromptTokens,
      around: {
        guide: estimateTokens(system) + frameTokens,
        question: estimateTokens(problemPrompt("", parameters)),
      },
      memorySize,
      isSummarized: options.memorySummary ?? false,
      refusals: history.refusals(maxRefusals),
      omit,
      firstRun: view.firstRun,
      onCut: (text) => warn?.(cutWarning(text, maxPromptTokens)),
    });
    const refusals = repair?.refusals ?? [];
    return {
      messages: [
        { role: "system", content: system },
        { role: "user", content: problemPrompt(sections, parameters) },
        ...refusals[0]?.more ?? [],
        ...refusals.flatMap((refusal) => refusalMessages(refusal, parameters, form)),
      ],
      ...(tools === undefined ? form.request : {}), // a call of a tool fits no schema
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    };
  }

  return {
    name,
    needsTrace: hasTrace,
    needsModel: true,
    request,
    async propose(problem, context) {
      const variables = shownParameters(problem);
      if (variables.length === 0) {
        return { kind: "nothing", reasoning: "No feedback reached any parameter." };
      }
      const model = modelOf(name, context);
      const { repair, count } = context;
      const written = new Map<PromptView, ModelRequest>();
      const ask: Ask = async (number, more = []) => {
        const view = viewOf({ number }, { variety, hasTrace });
        const of = written.get(view) ?? request(problem, context, view);
        written.set(view, of);
        const place = { number, count: repair?.count ?? count };
        const chosen = temperatureOf(place, { variety, temperature });
        const numbered = {
          // Equal requests would get equal answers from a cache or a recording.
          ...(number === 0 ? {} : { seed: number }),
          ...of,
          messages: [...of.messages, ...more],
          ...(chosen === undefined ? {} : { temperature: chosen }),
        };
        const read = (response: Pick<ModelResponse, "text" | "finishReason">) =>
          readAnswer(response, variables, { keys, format });
        const response = await answerWithTools(
          (messages) => model.generate({ ...numbered, messages }, signalOf(context)),
          numbered.messages,
          {
            rounds: toolRounds,
            problem,
            context,
            suggestion: number,
            canLook: canLookIn(view),
            read: (text) => read({ text, finishReason: "stop" }),
          },
        );
        return { ...read(response), text: response.text, ...(more.length === 0 ? {} : { more }) };
      };
      if (repair !== undefined) return await ask(repair.suggestion);
      if (count === 1) {
        if (variety.length > 0) context.warn?.(varietyWarning);
        return await ask(0);
      }
      if (!variety.includes("synthesis")) {
        return { kind: "several", proposals: await severalAnswers(count, ask) };
      }
      const others = await severalAnswers(count - 1, ask);
      const synthesis = await unlessLost(() => ask(count - 1, synthesisMessages(others)));
      return { kind: "several", proposals: [...others, synthesis] };
    },
  };
}

function cutWarning(text: string, maxPromptTokens: number): ProposerWarning {
  return {
    code: "prompt-cut",
    message: `The prompt would exceed ${maxPromptTokens.toLocaleString("en-US")} tokens: ${text}.`,
    advice: "Raise maxPromptTokens (--max-prompt-tokens) to send more.",
  };
}

const varietyWarning: ProposerWarning = {
  code: "variety-unused",
  message: "Nothing varies in a step that asks the model for one proposal.",
  advice: "Set proposals (--proposals) to 2 or more, or leave variety (--variety) out.",
};

/** Sends the request of a proposal, with further messages. */
type Ask = (number: number, more?: readonly ModelMessage[]) => Promise<Proposal>;

/** Sends requests in parallel; a failed call becomes an unusable proposal if another call succeeds. */
async function severalAnswers(count: number, ask: Ask): Promise<readonly Proposal[]> {
  const settled = await Promise.allSettled(
    Array.from({ length: count }, (_, number) => ask(number)),
  );
  const isAnswered = settled.some(({ status }) => status === "fulfilled");
  return settled.map((result) => {
    if (result.status === "fulfilled") return result.value;
    if (isAnswered) return lost(result.reason);
    throw result.reason;
  });
}

/** The proposal, or an unusable one where the call failed. */
async function unlessLost(ask: () => Promise<Proposal>): Promise<Proposal> {
  try {
    return await ask();
  } catch (error) {
    return lost(error);
  }
}

/** An unusable proposal for a failed call. @throws the error, if no later call can succeed either */
function lost(error: unknown): Proposal {
  if (!(error instanceof ModelError) || error.isFatal) throw error;
  return { kind: "unusable", reason: error.message };
}

/** The model of an ask. @throws {UsageError} when there is none */
export function modelOf(
  name: string,
  { model }: Pick<ProposeContext, "model">,
): LanguageModel {
  if (model !== null) return model;
  throw new UsageError(`Cannot ask "${name}" for a proposal: received no model`, {
    advice: 'Name one with --model or OPTO_MODEL, or use the optimizer "search".',
  });
}

function signalOf({ signal }: Pick<ProposeContext, "signal">): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function wholeNumber(option: string, value: number): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError(`Cannot use "${value}" as ${option}: received no whole number`);
}
