/**
 * Selects the parameters of a problem.
 *
 * @module
 */
import type { ParameterState, Problem } from "../problem/problem.ts";

/** The parameters that a problem shows: those that an output depends on, or all without a trace. */
export function shownParameters({ parameters, feedback }: Problem): readonly ParameterState[] {
  if (feedback.graph.nodes.length === 0) return parameters;
  const names = new Set<string>();
  for (const { kind, name } of feedback.graph.nodes) if (kind === "parameter") names.add(name);
  return parameters.filter(({ name }) => names.has(name));
}
