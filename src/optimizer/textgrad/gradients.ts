/**
 * Asks for gradients in words, back from the outputs to the parameters.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import { ModelError } from "../../errors.ts";
import type { LanguageModel, ModelRequest } from "../../model/language_model.ts";
import { Semaphore } from "../../model/semaphore.ts";
import type { Problem } from "../../problem/problem.ts";
import { plainText } from "../answer/plain_text.ts";
import type { SectionName } from "../problem_view.ts";
import { gradientPlan, type GradientStep } from "./gradient_plan.ts";
import { gradientRequest } from "./gradient_prompt.ts";

/** Settings of gradients. */
export interface GradientOptions {
  /** Maximum number of model calls. */
  readonly maxGradients: number;
  /** Maximum tokens of one prompt. */
  readonly maxPromptTokens: number;
  /** Omitted sections. */
  readonly omit: readonly SectionName[];
  /** Fields of every request. */
  readonly sampling: Pick<ModelRequest, "temperature" | "maxTokens">;
}

/** Gradients by the name of their parameter. */
export type Gradients = Readonly<Record<string, readonly string[]>>;

/** Model calls at the same time. */
const maxAtOnce = 8;

/** Maximum characters of a gradient. */
const maxGradient = 1_000;

/** The first request that `gradientsOf` sends; undefined where no parameter is used by a step. */
export function firstGradientRequest(
  problem: Problem,
  options: GradientOptions,
): ModelRequest | undefined {
  const [first] = gradientPlan(problem.feedback, options.maxGradients);
  return first && requestOf(problem, first, { gradients: new Map(), ...options });
}

/**
 * The gradients of the parameters. A step whose call fails hands on what was said of the next ones.
 *
 * @throws {ModelError} when all calls fail, or one that no later call can mend
 * @throws {BudgetError} when the model's budget is spent
 */
export async function gradientsOf(
  problem: Problem,
  options: GradientOptions,
  { model, signal }: { readonly model: LanguageModel; readonly signal?: AbortSignal | undefined },
): Promise<Gradients> {
  const { nodes } = problem.feedback.graph;
  const plan = gradientPlan(problem.feedback, options.maxGradients);
  const semaphore = new Semaphore(maxAtOnce);
  const found = new Map<number, string>();
  const failures: ModelError[] = [];
  const asked = new Map<number, Promise<void>>();
  const ask = async (step: GradientStep): Promise<void> => {
    await Promise.all(step.next.map((place) => place === step.node ? undefined : asked.get(place)));
    const request = requestOf(problem, step, { gradients: found, ...options });
    try {
      const { text } = await semaphore.run(
        () => model.generate(request, signal === undefined ? {} : { signal }),
        signal,
      );
      const words = plainText(text);
      found.set(step.node, words === "" ? saidOfNext(problem, step, found) : cut(words));
    } catch (error) {
      if (!(error instanceof ModelError) || error.isFatal) throw error;
      failures.push(error);
      found.set(step.node, saidOfNext(problem, step, found));
    }
  };
  for (const step of plan) asked.set(step.node, ask(step)); // each comes after those it follows from
  await Promise.allSettled(asked.values()); // no call is running when this returns, even after a failure
  await Promise.all(asked.values());
  const [failure] = failures;
  if (failure !== undefined && failures.length === plan.length) throw failure;
  return Object.fromEntries(
    plan.toReversed().flatMap(({ node }) => {
      const { kind, name } = nodes[node]!; // a place of the graph
      const words = found.get(node) ?? "";
      return kind === "parameter" && words !== "" ? [[name, [words]]] : [];
    }),
  );
}

function requestOf(
  problem: Problem,
  step: GradientStep,
  { gradients, maxPromptTokens, omit, sampling }: GradientOptions & {
    readonly gradients: ReadonlyMap<number, string>;
  },
): ModelRequest {
  return {
    ...gradientRequest(problem, step, { gradients, maxTokens: maxPromptTokens, omit }),
    ...sampling,
  };
}

/** What was said of the next nodes, as one text. */
function saidOfNext(
  { feedback: { graph, outputs } }: Problem,
  { node, next }: GradientStep,
  gradients: ReadonlyMap<number, string>,
): string {
  const texts = next.flatMap((place) => {
    const gradient = place === node ? undefined : gradients.get(place);
    const said = gradient === undefined
      ? outputs.filter((output) => output.node === place)
        .map(({ feedback }) => feedback.feedback ?? "")
      : [gradient];
    return said.filter((text) => text !== "").map((text) => `${graph.nodes[place]?.name}: ${text}`);
  });
  return cut(texts.join("\n"));
}

function cut(text: string): string {
  return shortText(text, maxGradient);
}
