/**
 * The problem that a proposer is asked to solve.
 *
 * @module
 */
import type { Problem } from "../problem/problem.ts";
import type { Proposer } from "../problem/proposer.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { mergeFeedbackGraphs } from "../propagate/merge_feedback_graphs.ts";
import type { TaskFacts } from "./evaluator.ts";
import { exampleName } from "../problem/example_name.ts";
import { exampleId } from "./evaluations.ts";
import type { Notes } from "./notes.ts";
import type { EvaluatedCandidate } from "./trainer.ts";
import { judgedOf } from "./report_texts.ts";

/** The problem of improving a candidate, from its reports. */
export function problemOf(
  { candidate, examples, reports }: EvaluatedCandidate,
  { facts, proposer, notes }: {
    readonly facts: Pick<TaskFacts, "objective" | "parameters">;
    readonly proposer: Pick<Proposer, "needsTrace">;
    /** Feedback of persons. @default none */
    readonly notes?: Notes | undefined;
  },
): Problem {
  const graphs = reports.flatMap(({ feedbackGraph }, place) => {
    const example = examples[place];
    if (feedbackGraph === undefined || example === undefined) return feedbackGraph ?? [];
    return ofExample(feedbackGraph, exampleName(exampleId(example)));
  });
  return {
    objective: facts.objective,
    parameters: facts.parameters.map((parameter) => ({
      ...parameter,
      value: candidate.values[parameter.name],
    })),
    feedback: mergeFeedbackGraphs(graphs),
    ...(proposer.needsTrace ? {} : {
      judged: reports.flatMap((report, place) => {
        const example = examples[place];
        return example === undefined ? [] : [judgedOf(report, example)];
      }),
    }),
    ...notes?.for(candidate.id),
    ...messagesIn(reports.flatMap(({ messages }) => messages === undefined ? [] : [messages])),
  };
}

/** The graph of one evaluation; its outputs say of which example they are. */
function ofExample({ graph, outputs }: FeedbackGraph, example: string): FeedbackGraph {
  return { graph, outputs: outputs.map((output) => ({ ...output, example })) };
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
