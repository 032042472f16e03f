/**
 * The calls that a sandbox reported from inside, as an inner graph.
 *
 * @module
 */
import type { CallReport, InnerCall } from "../../../sandbox/protocol.ts";
import { innerFailure } from "./call_failure.ts";
import { simpleText } from "../failure/failure_of.ts";
import { type Inside, type Origin, TraceNode } from "../trace_node.ts";

/** Names of the parameters of a callee, as far as they are known. */
export type InputNames = (callee: string) => readonly string[];

/** The reports from inside a call, undefined when there are none. */
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

/** The calls made directly in one call, each with its own inside. They leave the map: a report may repeat an id. */
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
