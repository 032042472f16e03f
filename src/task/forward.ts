/**
 * Runs an agent forward to an output, and carries feedback back.
 *
 * @module
 */
import { readableThrow } from "../message_of.ts";
import { OptoError } from "../errors.ts";
import { backward } from "../propagate/backward.ts";
import { feedbackGraph } from "../propagate/feedback_graph.ts";
import { messagesOf } from "../propagate/messages.ts";
import type { Propagator } from "../trace/propagator.ts";
import { agentCall } from "../trace/agent/agent.ts";
import { CallSeeds } from "../trace/ambient.ts";
import type { CodeRunner } from "../trace/code_runner.ts";
import { copyValue } from "../trace/copy_value.ts";
import { ExecutionError } from "../trace/failure/execution_error.ts";
import { failureOf } from "../trace/failure/failure_of.ts";
import { modulePath } from "../trace/module_path.ts";
import { failedStep } from "../trace/step.ts";
import { type Origin, TraceNode } from "../trace/trace_node.ts";
import { asNode } from "../trace/wrap.ts";
import type { Report, ReportedFailure } from "../trainer/evaluator.ts";
import { EvaluationTimeout } from "./evaluation_timeout.ts";
import type { FullJudgement } from "./judge.ts";
import type { LiveAgent } from "./live_agent.ts";
import { withOwnCalls } from "./own_calls.ts";

/** The result of one run of an agent. */
export type ForwardResult =
  | {
    readonly kind: "output";
    readonly node: TraceNode;
    readonly value: unknown;
    /** Names of the functions whose calls the agent did not wait for. */
    readonly unawaited: readonly string[];
  }
  | {
    readonly kind: "failed";
    readonly node: TraceNode;
    readonly error: ExecutionError;
    /** Set when the agent took longer than it may. */
    readonly isByClock?: boolean;
  };

/** Runner, seed and tracing for one call. */
export interface ForwardOptions {
  readonly runner: CodeRunner;
  readonly seed: number;
  /** Whether statements of candidate code are traced. @default false */
  readonly hasStatements?: boolean;
  /** Whether calls inside candidate code are recorded: without them the trace lacks its insides. @default true */
  readonly recordsCalls?: boolean;
  /** Ends the run. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of the run, in milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs an agent on a copy of the input. A failure of the candidate, and a run that takes too long, is a result; other
 * failures are thrown. A run that has ended is not waited for, whatever the agent does.
 */
export async function forward(
  live: LiveAgent,
  input: unknown,
  { runner, seed, hasStatements = false, recordsCalls = true, signal, timeoutMs }: ForwardOptions,
): Promise<ForwardResult> {
  // Of the caller's context only the models have an influence: the result depends on the request, and on their answers.
  const seeds = new CallSeeds(seed);
  const state = { runner, seeds, traceStatements: hasStatements, recordsCalls };
  const call = () => agentCall(live.agent, copyValue(input));
  try {
    const { value: node, unawaited } = await withOwnCalls(call, {
      state,
      signal,
      limitMs: timeoutMs,
      overdue: () => new EvaluationTimeout("agent", timeoutMs ?? 0),
    });
    const output = withOrigin(node, live, input);
    return { kind: "output", node: output, value: node.peek(), unawaited };
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = readableThrow(thrown);
    if (error instanceof ExecutionError) return { kind: "failed", node: error.node, error };
    if (error instanceof OptoError) throw error;
    const failed = failedStep(originOf(live, input), error, failureOf(error, (note) => note));
    const isByClock = error instanceof EvaluationTimeout ? { isByClock: true } : {};
    return { kind: "failed", node: failed.node, error: failed, ...isByClock };
  }
}

/** The error as text, with the failing line if known. */
export function failureText({ error }: Extract<ForwardResult, { kind: "failed" }>): string {
  return error.feedback("full");
}

/** The error as data, with its place in the author's modules. */
export function reportedFailure(
  { error: { node } }: Extract<ForwardResult, { kind: "failed" }>,
): ReportedFailure {
  const { kind = "thrown", place, limitMs } = node.failure ?? {};
  return {
    kind,
    message: node.peek(),
    ...(place === undefined ? {} : { file: modulePath(place.file), line: place.line }),
    ...(limitMs === undefined ? {} : { limitMs }),
  };
}

/** The feedback on the parameters of one evaluation. */
export type Delivered = Pick<Report, "feedbackGraph" | "messages">;

/**
 * Carries a judgement back along the minimal subgraph, and with the task's custom propagator, if any. Runs
 * synchronously, so evaluations that share parameters do not mix.
 */
export function carryBack(
  { parameters }: LiveAgent,
  { node }: ForwardResult,
  { verdict, propagator }: {
    readonly verdict: FullJudgement;
    readonly propagator?: Propagator<unknown>;
  },
): Delivered {
  const { score, feedback: words, metrics } = verdict;
  const feedback = { ...(score === null ? {} : { score }), feedback: words, metrics };
  const list = [...parameters.values()];
  const zero = () => list.forEach((parameter) => parameter.zeroFeedback());
  zero();
  backward(node, feedback, { retainGraph: true });
  if (propagator !== undefined) backward(node, feedback, { retainGraph: true, propagator });
  const graph = feedbackGraph(parameters);
  const { messages } = messagesOf(parameters);
  zero();
  return {
    feedbackGraph: graph,
    // One backward leaves one message per parameter.
    ...(messages === undefined ? {} : {
      messages: Object.fromEntries(
        Object.entries(messages).map(([name, [message]]) => [name, message]),
      ),
    }),
  };
}

/** An output without origin becomes a step from all parameters and the input. */
function withOrigin(node: TraceNode, live: LiveAgent, input: unknown): TraceNode {
  const isHidden = node.kind === "value";
  return isHidden ? new TraceNode("message", node.peek(), originOf(live, input)) : node;
}

/** The agent as one step. */
function originOf({ parameters }: LiveAgent, input: unknown): Origin {
  return {
    operator: { name: "agent", documentation: "Runs the agent on the input." },
    inputs: [...parameters.values(), asNode(input, "input")],
    inputNames: [...parameters.keys(), "input"],
  };
}
