/**
 * Which parameters a problem is about.
 *
 * @module
 */
import type { ParameterState, Problem } from "../problem/problem.ts";

/** The parameters that the problem shows: those that took part in an output, or all where nothing was traced. */
export function shownParameters({ parameters, feedback }: Problem): readonly ParameterState[] {
  if (feedback.graph.nodes.length === 0) return parameters;
  const names = new Set(
    feedback.graph.nodes.flatMap(({ kind, name }) => kind === "parameter" ? [name] : []),
  );
  return parameters.filter(({ name }) => names.has(name));
}
