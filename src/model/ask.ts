/**
 * Asks the agent's own language model, as one operator of the trace.
 *
 * @module
 */
import { ModelError, UsageError } from "../errors.ts";
import { ambient } from "../trace/ambient.ts";
import { awaitFirst } from "../trace/await_first.ts";
import { failureOf } from "../trace/failure/failure_of.ts";
import type { MaybeNode, Node } from "../trace/node.ts";
import { never } from "../trace/open_calls.ts";
import { failedStep } from "../trace/step.ts";
import { type Origin, TraceNode } from "../trace/trace_node.ts";
import { asNode } from "../trace/wrap.ts";
import type { ModelRequest } from "./language_model.ts";
import { modelsInUse } from "./models_in_use.ts";

/** Settings of one question; each may be a node, and so a parameter. */
export interface AskSettings {
  /** The system prompt. @default none */
  readonly system?: MaybeNode<string>;
  /** Randomness of the answer, usually 0 to 2. @default the server's */
  readonly temperature?: MaybeNode<number>;
  /** Largest number of tokens in the answer. @default the server's */
  readonly maxTokens?: MaybeNode<number>;
}

const operator = {
  name: "ask",
  documentation: "Asks a language model the prompt, and gives its answer.",
};

/**
 * Asks the agent's language model: prompt and settings are inputs, the answer is a node.
 *
 * In a run the model is that of `--agent-model` or `agentModel`, else the run's own; its calls are part of the run's budget,
 * and the same question about the same example and sample is paid once. Elsewhere `withModel` sets it. It runs in the host:
 * in a workflow, in a bundle, and in a tool that candidate code has in its `uses`; no other way leads from a sandbox to the
 * model.
 *
 * @param prompt the user's message
 * @param settings system prompt, temperature and length of the answer
 * @throws {ExecutionError} when the model gave no answer
 * @throws {UsageError} when there is no model
 * @throws {ModelError} when no later call can succeed either, as with a rejected key
 * @throws {BudgetError} when the run's budget is spent
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ask, parameter, scriptedModel, text, withModel } from "@opto/opto";
 *
 * const style = parameter("Answer in one word.", { name: "style" });
 * const model = scriptedModel(({ messages }) => messages[0]?.content.includes("one word") ? "Paris" : "It is Paris.");
 * const answer = await withModel(model, () => ask(text`The capital of ${"France"}?`, { system: style }));
 * assertEquals(answer.data, "Paris");
 * answer.backward("Right.");
 * assertEquals(style.feedback.length, 1);
 * ```
 */
export function ask(
  prompt: MaybeNode<string>,
  settings: AskSettings = {},
): Promise<Node<string>> {
  return refusing(askModel(prompt, settings));
}

const refusing = awaitFirst(operator.name);

async function askModel(prompt: MaybeNode<string>, settings: AskSettings): Promise<Node<string>> {
  refuseUnknown(settings);
  const all: Readonly<Record<string, unknown>> = { ...settings, prompt };
  const given = [...kinds.keys()].filter((name) => name === "prompt" || all[name] !== undefined);
  const origin: Origin = {
    operator,
    inputs: given.map((name, index) => asNode(all[name], name, { callee: "ask", index })),
    inputNames: given,
  };
  const request = requestOf(
    Object.fromEntries(origin.inputNames.map((name, i) => [name, origin.inputs[i]?.data])),
  );
  const models = modelsInUse();
  if (models === undefined) throw noModel();
  const { signal, calls } = ambient();
  using open = calls?.begin(operator.name);
  try {
    const { text } = await models.agent.generate(request, signal === undefined ? {} : { signal });
    return new TraceNode("message", text, origin) as TraceNode as Node<string>; // as: every node has the operators of its value
  } catch (error) {
    if (calls?.isOver) return await never(open);
    if (signal?.aborted || !(error instanceof ModelError) || error.isFatal) throw error;
    throw failedStep(origin, error, failureOf(error, (note) => `ask  <--- ${note}`));
  }
}

/** The kind of each input, in the order in which they are shown. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["prompt", "string"],
  ["system", "string"],
  ["temperature", "number"],
  ["maxTokens", "number"],
]);

/** @throws {TypeError} for a setting of another name, as untyped code may give it */
function refuseUnknown(settings: AskSettings): void {
  const known = [...kinds.keys()].filter((name) => name !== "prompt");
  const unknown = Object.keys(settings).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`Cannot ask with the setting "${unknown}": known are ${known.join(", ")}`);
}

/** @throws {TypeError} when a value has another type, as untyped code may give it */
function requestOf(values: Readonly<Record<string, unknown>>): ModelRequest {
  for (const [name, value] of Object.entries(values)) {
    const kind = kinds.get(name);
    const received: string = value === null ? "null" : typeof value;
    if (received !== kind) {
      throw new TypeError(`Cannot ask with this "${name}": received ${received}, not a ${kind}`);
    }
  }
  const { prompt, system, temperature, maxTokens } = values as { // as: checked above
    readonly prompt: string;
    readonly system?: string;
    readonly temperature?: number;
    readonly maxTokens?: number;
  };
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
      { role: "user", content: prompt },
    ],
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

/** The error of an agent that asks without a model. */
export function noModel(): UsageError {
  return new UsageError('Cannot answer "ask": the agent has no language model', {
    advice:
      "Name one with --agent-model (or --model, for optimizer and agent), with agentModel in the task or the " +
      "options of optimize, or call the agent within withModel.",
  });
}
