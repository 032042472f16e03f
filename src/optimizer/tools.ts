/**
 * Tools of an optimizer's model, in rounds before its answer: it tries values, or looks at a value that the prompt cut.
 *
 * They are written as tags in the text of an answer, so that any model can use them, and recordings hold them.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { ModelMessage, ModelResponse } from "../model/language_model.ts";
import type { Problem } from "../problem/problem.ts";
import type { Proposal, Rejection } from "../problem/proposal.ts";
import type { ProposeContext, TrialResult } from "../problem/proposer.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { printValue } from "../trace/print_value.ts";
import { plainText } from "./answer/plain_text.ts";
import { quoted } from "./prompt.ts";

/** Maximum characters of a result. */
const maxResult = 6_000;

/** How the tools are offered. @param rounds number of calls @param canLook whether the trace is shown, so that it can be looked at */
export function toolGuide(rounds: number, { canLook }: { readonly canLook: boolean }): string {
  const look = canLook
    ? "\n<look>name</look> shows the whole value of that name in the problem."
    : "";
  return `Before your answer you may use ${
    rounds === 1 ? "a tool once" : `tools up to ${rounds} times`
  }, one a message, with nothing else in it:
<try>an answer as described above</try> runs the program with its values on the examples, and shows scores and feedback.${look}
The result comes in the next message.`;
}

/** A call of a tool: its name and what stands in its tag. */
interface ToolCall {
  readonly tool: "try" | "look";
  readonly body: string;
}

/** The call that an answer is; undefined for any other answer. */
export function toolCallIn(text: string): ToolCall | undefined {
  const plain = plainText(text);
  for (const tool of ["try", "look"] as const) {
    const [open, close] = [`<${tool}>`, `</${tool}>`];
    if (!plain.startsWith(open) || !plain.endsWith(close)) continue;
    return { tool, body: plain.slice(open.length, -close.length).trim() };
  }
  return undefined;
}

/** What tools are run with. */
export interface ToolContext {
  /** Maximum number of calls. */
  readonly rounds: number;
  readonly problem: Problem;
  readonly context: Pick<ProposeContext, "trial">;
  /** Number of the suggestion within the answer. */
  readonly suggestion: number;
  /** Reads the answer in a trial. */
  readonly read: (text: string) => Proposal;
  /** Whether the trace is shown, so that it can be looked at. */
  readonly canLook: boolean;
}

/** The answer after at most so many calls of tools; behind each call the conversation goes on with its result. */
export async function answerWithTools(
  ask: (messages: readonly ModelMessage[]) => Promise<ModelResponse>,
  messages: readonly ModelMessage[],
  options: ToolContext,
): Promise<ModelResponse> {
  const response = await ask(messages);
  const call = options.rounds > 0 ? toolCallIn(response.text) : undefined;
  if (call === undefined) return response;
  const rounds = options.rounds - 1;
  const result = call.tool === "look"
    ? looked(call.body, options)
    : await tried(call.body, options);
  const next = rounds === 0
    ? "Now give your answer."
    : `Tools can be used ${rounds === 1 ? "once more" : `${rounds} more times`}.`;
  const further = [
    { role: "assistant", content: quoted(response.text) },
    { role: "user", content: `${shortText(result, maxResult)}\n\n${next}` },
  ] as const;
  return await answerWithTools(ask, [...messages, ...further], { ...options, rounds });
}

function looked(name: string, { problem, canLook }: ToolContext): string {
  const { nodes } = problem.feedback.graph;
  const node = canLook ? nodes.find((each) => each.name === name) : undefined;
  if (node === undefined) return `There is no value named ${shortText(name, 100)}.`;
  return `${name} = ${printValue(decodeValue(node.value), maxResult)}`;
}

async function tried(
  answer: string,
  { context: { trial }, suggestion, read }: ToolContext,
): Promise<string> {
  if (trial === undefined) return "Nothing can be tried here.";
  const proposal = read(answer);
  switch (proposal.kind) {
    case "unusable":
      return `This cannot be tried: ${proposal.reason}.`;
    case "nothing":
      return "It changes nothing, so there is nothing to try.";
    case "suggestion":
      return resultText(await trial(proposal.values, { suggestion, isText: true }));
    default:
      return proposal satisfies never;
  }
}

function resultText(result: TrialResult): string {
  switch (result.kind) {
    case "spent":
      return "No trials are left.";
    case "refused":
      return `Refused: ${result.rejections.map(rejectionText).join("\n")}`;
    case "tried": {
      const scores = Object.values(result.scores).map((score) => score ?? "none").join(", ");
      return `Score ${result.score ?? "none"} (by example: ${scores}).\n${result.feedback}`;
    }
    default:
      return result satisfies never;
  }
}

function rejectionText({ parameter, reason }: Rejection): string {
  return `${parameter}: ${reason}`;
}
