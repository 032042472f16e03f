import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Node, node, parameter, type TraceNode } from "../../src/trace/node.ts";
import { operatorRows } from "../../src/trace/operators/operators.ts";
import { ops } from "../../src/trace/operators/ops.ts";

const unary = ["neg", "abs", "floor", "round", "bitNot", "ceil"] as const;
const binary = ["add", "sub", "mul", "min", "max", "bitXor", "div", "mod"] as const;

/** One step of a random program: an operator, and which earlier values it takes. */
const step = fc.record({
  one: fc.constantFrom(...unary),
  two: fc.constantFrom(...binary),
  isUnary: fc.boolean(),
  left: fc.nat(),
  right: fc.nat(),
  isRaw: fc.boolean(),
});

Deno.test("a recorded trace, recomputed from its inputs, gives the same values", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.array(step, { maxLength: 30 }),
      (leaves, steps) => {
        const nodes: Node<number>[] = leaves.map((leaf, i) => i % 2 ? node(leaf) : parameter(leaf));
        const plain: number[] = [...leaves];
        for (const { one, two, isUnary, left, right, isRaw } of steps) {
          const [l, r] = [left % nodes.length, right % nodes.length];
          const [x, y] = [nodes[l], nodes[r]];
          const [a = 0, b = 0] = [plain[l], plain[r]];
          assert(x !== undefined && y !== undefined);
          if (!isUnary && (two === "div" || two === "mod") && b === 0) continue;
          nodes.push(isUnary ? ops[one](x) : ops[two](x, isRaw ? b : y));
          plain.push(isUnary ? bare(one, a) : bare(two, a, b));
        }
        assertEquals(nodes.map((n) => n.data), plain);
        const known = new Map<TraceNode, unknown>();
        for (const n of nodes) assertEquals(recomputed(n, known), n.data);
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});

function bare(name: string, ...args: readonly number[]): number {
  return Number(apply(name, args));
}

/** The value of a node from its operator's name and its inputs. */
function recomputed(n: TraceNode, known: Map<TraceNode, unknown>): unknown {
  if (n.operator === undefined) return n.peek();
  if (!known.has(n)) {
    known.set(
      n,
      apply(n.operator.name, n.inputs.map((input) => recomputed(input, known))),
    );
  }
  return known.get(n);
}

function apply(name: string, args: readonly unknown[]): unknown {
  const fn = operatorRows[name]?.[1];
  assert(fn !== undefined, name);
  return Reflect.apply(fn, undefined, args);
}
