/**
 * Random graphs for property tests: a plan is data, and can be built in any order that its edges allow.
 *
 * @module
 */
import fc from "fast-check";
import { TraceNode } from "../../src/trace/trace_node.ts";
import { TraceParameter } from "../../src/trace/trace_parameter.ts";

/** One node of a plan; inputs are places of earlier ones. */
export interface PlannedNode {
  readonly kind: "parameter" | "value" | "message";
  readonly base: string;
  readonly inputs: readonly number[];
}

/** A graph that can be built many times. */
export interface Plan {
  readonly nodes: readonly PlannedNode[];
  /** Places of judged nodes; a place may stand twice. */
  readonly judged: readonly number[];
}

const bases = ["x", "x1", "add", "w"];

/**
 * Plans with up to `maxNodes` nodes, of all shapes: shared, repeated and unused inputs, parameters that
 * nothing uses.
 */
export function plans(maxNodes: number): fc.Arbitrary<Plan> {
  const node = fc.record({
    kind: fc.constantFrom(
      "parameter",
      "parameter",
      "value",
      "message",
      "message",
      "message",
      "message",
    ),
    base: fc.nat(bases.length - 1),
    inputs: fc.oneof(
      { weight: 9, arbitrary: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant<number[]>([]) },
    ),
  });
  return fc.record({
    nodes: fc.array(node, { minLength: 1, maxLength: maxNodes, size: "max" }),
    judged: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 3 }),
    beginsWithParameter: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  }).map(({ nodes, judged, beginsWithParameter }) => ({
    nodes: nodes.map(({ kind, base, inputs }, place): PlannedNode => ({
      kind: place === 0 && beginsWithParameter ? "parameter" : kind as PlannedNode["kind"], // one of those above
      base: bases[base]!, // drawn from their places
      inputs: kind === "message" && place > 0
        ? inputs.map((input) => inputPlace(input, place))
        : [],
    })),
    // Mostly late nodes, which have something behind them.
    judged: judged.map((place) => nodes.length - 1 - (place % Math.min(nodes.length, 4))),
  }));
}

/** Half of the inputs are near, so that graphs are deep. */
function inputPlace(drawn: number, place: number): number {
  return drawn % 2 === 0 ? drawn % place : place - 1 - (drawn % Math.min(place, 3));
}

/**
 * Builds a plan. `priorities` decides which of the nodes whose inputs exist is made next, so that different
 * lists give the same graph made in different orders.
 */
export function build(plan: Plan, priorities: readonly number[] = []): TraceNode[] {
  const made: TraceNode[] = new Array(plan.nodes.length);
  const pending = new Set(plan.nodes.keys());
  for (let turn = 0; pending.size > 0; turn++) {
    const ready = [...pending].filter((place) =>
      plan.nodes[place]!.inputs.every((input) => input in made)
    );
    const place = ready[(priorities[turn] ?? 0) % ready.length]!; // in a graph without cycles one is always ready
    pending.delete(place);
    made[place] = make(plan.nodes[place]!, place, made);
  }
  return made;
}

function make(
  { kind, base, inputs }: PlannedNode,
  place: number,
  made: readonly TraceNode[],
): TraceNode {
  switch (kind) {
    case "parameter":
      // Own names, so that the order in which parameters are made cannot matter.
      return new TraceParameter(place, { name: `${base}_${place}p` });
    case "value":
      return new TraceNode("value", place, undefined, { name: base });
    case "message":
      return new TraceNode("message", place, {
        operator: { name: base, documentation: `Makes ${base}.` },
        inputs: inputs.map((input) => made[input]!), // earlier ones were made
        inputNames: inputs.map((_, i) => `a${i}`),
      });
  }
}

/**
 * `reaches[from][to]`: whether `to` was made from `from`, or is it. The cubic way, which is hard to get
 * wrong.
 */
export function reachability({ nodes }: Plan): boolean[][] {
  const reaches = nodes.map((_, from) =>
    nodes.map(({ inputs }, to) => from === to || inputs.includes(from))
  );
  for (const k of nodes.keys()) {
    for (const i of nodes.keys()) {
      for (const j of nodes.keys()) {
        if (reaches[i]![k]! && reaches[k]![j]!) reaches[i]![j] = true;
      }
    }
  }
  return reaches;
}
