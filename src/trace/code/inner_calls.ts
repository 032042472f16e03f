/**
 * Builds an inner graph from the calls that a sandbox reported.
 *
 * @module
 */
import type { CallReport, InnerCall } from "../../../sandbox/protocol.ts";
import { innerFailure } from "./call_failure.ts";
import { simpleText } from "../failure/failure_of.ts";
import { type Inside, type Origin, TraceNode } from "../trace_node.ts";

/** Parameter names of a callee, empty when unknown. */
export type InputNames = (callee: string) => readonly string[];

/** The inner graph of a call's report; undefined when nothing was reported. */
export function insideOf(
  { trace, console }: CallReport,
  inputNames: InputNames,
): Inside | undefined {
  const outputs = callNodes(Map.groupBy(trace.calls, ({ parent }) => parent), -1, inputNames);
  const isSilent = outputs.length === 0 && trace.statements.length === 0 && console.length === 0;
  if (isSilent && Object.keys(trace.callCounts).length === 0) return undefined;
  return {
    ...outputs.length === 0 ? {} : { outputs },
    ...trace.statements.length === 0 ? {} : { statements: trace.statements },
    ...console.length === 0 ? {} : { console },
    callCounts: trace.callCounts,
    isTruncated: trace.isTruncated,
  };
}

/**
 * The direct inner calls of a call, each with its own inner graph. They are removed from the map: a report may
 * repeat an id.
 */
function callNodes(
  callsByParent: Map<number, InnerCall[]>,
  parent: number,
  inputNames: InputNames,
): TraceNode[] {
  const calls = callsByParent.get(parent) ?? [];
  callsByParent.delete(parent);
  return calls.map((call) => {
    const names = inputNames(call.callee);
    const argNames = call.args.map((_, i) => names[i] ?? `args_${i}`);
    const origin: Origin = {
      operator: {
        name: call.callee,
        documentation: call.kind === "tool" ? "A function of the host." : "",
      },
      inputs: call.args.map((arg, i) =>
        new TraceNode("value", arg, undefined, { name: argNames[i] })
      ),
      inputNames: argNames,
    };
    const within = callNodes(callsByParent, call.id, inputNames);
    const inside = within.length === 0 ? undefined : { outputs: within };
    if (call.error === undefined) {
      return new TraceNode("message", call.result, origin, inside && { inside });
    }
    const failure = innerFailure(call.error);
    return new TraceNode("exception", simpleText(failure), origin, { failure, inside });
  });
}
