/**
 * The calls that a sandbox reported from inside, as an inner graph.
 *
 * @module
 */
import type { CallReport, InnerCall } from "../../../sandbox/protocol.ts";
import { innerFailure } from "./call_failure.ts";
import { simpleText } from "../failure/failure_of.ts";
import { type Inside, type Origin, TraceNode } from "../trace_node.ts";

/** Names of the parameters of what was called, as far as they are known. */
export type InputNames = (callee: string) => readonly string[];

/** What happened inside a call, undefined when nothing was reported. */
export function insideOf(
  { trace, console }: CallReport,
  inputNames: InputNames,
): Inside | undefined {
  const outputs = callNodes(trace.calls, -1, inputNames);
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

/** The calls made directly in one call, each with its own inside. */
function callNodes(
  calls: readonly InnerCall[],
  parent: number,
  inputNames: InputNames,
): TraceNode[] {
  return calls.filter((call) => call.parent === parent).map((call) => {
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
    // An id is greater than that of the call it was made in, so this ends also for a sandbox that lies.
    const within = callNodes(calls.filter((inner) => inner.id > call.id), call.id, inputNames);
    const inside = within.length === 0 ? undefined : { outputs: within };
    if (call.error === undefined) {
      return new TraceNode("message", call.result, origin, inside && { inside });
    }
    const failure = innerFailure(call.error);
    return new TraceNode("exception", simpleText(failure), origin, { failure, inside });
  });
}
