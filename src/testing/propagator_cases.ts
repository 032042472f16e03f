/**
 * The requirements of every propagator, as cases for any test runner.
 *
 * @module
 */
import assert from "node:assert/strict";
import { backward } from "../propagate/backward.ts";
import { messagesOf } from "../propagate/messages.ts";
import type { Propagator } from "../trace/propagator.ts";
import { writeValue } from "../trace/data/exact_value.ts";
import { node, parameter } from "../trace/node.ts";
import type { TraceNode } from "../trace/trace_node.ts";
import type { ConformanceCase } from "./conformance_case.ts";

/**
 * The cases of the propagator port.
 *
 * @example
 * ```ts
 * import { sumPropagator } from "@opto/opto/trace";
 * import { propagatorCases } from "@opto/opto/testing";
 *
 * for (const { run } of propagatorCases(sumPropagator)) await run(); // or Deno.test(name, run)
 * ```
 */
export function propagatorCases<Message>(
  propagator: Propagator<Message>,
): readonly ConformanceCase[] {
  /** Two parameters; one reaches the output on two paths. */
  const deliver = () => {
    const x = parameter(2, { name: "x" });
    const y = parameter(3, { name: "y" });
    const shared = x.mul(y);
    const output = shared.add(shared.mul(node(4)));
    backward(output as TraceNode, { score: 1, feedback: "larger" }, { propagator });
    return messagesOf(new Map<string, TraceNode>([["x", x], ["y", y]])).messages ?? {};
  };
  return [
    {
      name: "it leaves one message with each parameter on a path to the output",
      run: () => {
        const messages = deliver();
        assert.deepEqual([messages.x?.length, messages.y?.length], [1, 1]);
        return Promise.resolve();
      },
    },
    {
      name: "its messages are plain data, equal each time",
      run: () => {
        const [one, other] = [deliver(), deliver()].map((messages) => writeValue(messages));
        assert.deepEqual(one, other);
        return Promise.resolve();
      },
    },
  ];
}
