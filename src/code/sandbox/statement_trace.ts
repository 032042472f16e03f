/**
 * Adds the statements of a traced repetition to the results of calls.
 *
 * Tracing rewrites code, and rewritten code can tell: its text, its stacks, its depth of recursion and its error
 * messages differ. So results come from the code as it is, and only the statements from a repetition.
 *
 * @module
 */
import type { CallResult } from "../../../sandbox/protocol.ts";

/** How much more time the repetition of a call may take than the call. */
export const tracedSlowdown = 2;

/** Whether a call can be repeated: its result did not depend on the clock. */
export function isRepeatable({ kind }: CallResult): boolean {
  return kind !== "timeout" && kind !== "crashed";
}

/** A result with the statements, and the locals of an error, that its repetition gave. */
export function withStatementsOf(result: CallResult, repetition: CallResult): CallResult {
  if (repetition.kind !== result.kind) {
    const isByClock = !isRepeatable(repetition);
    const trace = { ...result.trace, isTruncated: true, ...(isByClock ? { isByClock } : {}) };
    return { ...result, trace };
  }
  const { statements, isTruncated } = repetition.trace;
  const trace = {
    ...result.trace,
    statements,
    isTruncated: isTruncated || result.trace.isTruncated,
  };
  if (result.kind === "value" || repetition.kind === "value") return { ...result, trace };
  const { locals } = repetition.error;
  return {
    ...result,
    trace,
    error: { ...result.error, ...(locals === undefined ? {} : { locals }) },
  };
}
