/**
 * The problem that a proposer is asked to solve.
 *
 * @module
 */
import type { Problem } from "../problem/problem.ts";
import type { Proposer } from "../problem/proposer.ts";
import { mergeFeedbackGraphs } from "../propagate/merge_feedback_graphs.ts";
import type { TaskFacts } from "./evaluator.ts";
import { judgedOf } from "./history.ts";
import type { EvaluatedCandidate } from "./trainer.ts";

/** The problem of improving a candidate, from its reports. */
export function problemOf(
  { candidate, reports }: EvaluatedCandidate,
  { facts, proposer }: {
    readonly facts: Pick<TaskFacts, "objective" | "parameters">;
    readonly proposer: Pick<Proposer, "needsTrace">;
  },
): Problem {
  const graphs = reports.flatMap(({ feedbackGraph }) => feedbackGraph ?? []);
  return {
    objective: facts.objective,
    parameters: facts.parameters.map((parameter) => ({
      ...parameter,
      value: candidate.values[parameter.name],
    })),
    feedback: mergeFeedbackGraphs(graphs),
    ...(proposer.needsTrace ? {} : { judged: reports.map(judgedOf) }),
    ...messagesIn(reports.flatMap(({ messages }) => messages === undefined ? [] : [messages])),
  };
}

/** The messages of several reports, by parameter. */
function messagesIn(
  all: readonly Readonly<Record<string, unknown>>[],
): Pick<Problem, "messages"> {
  if (all.length === 0) return {};
  const entries = all.flatMap((messages) => Object.entries(messages));
  const byName = Map.groupBy(entries, ([name]) => name);
  return {
    messages: Object.fromEntries(
      [...byName].map(([name, found]) => [name, found.map(([, message]) => message)]),
    ),
  };
}
