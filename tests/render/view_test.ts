import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { lastPlaces, minimalSubgraph, sourcesOf } from "../../src/render/minimal_subgraph.ts";
import "../../src/trace/operators/methods.ts";
import { node, parameter, TraceNode } from "../../src/trace/node.ts";
import { codeLines, renderText } from "../../src/render/render_text.ts";
import { parseTraceData, toTraceData } from "../../src/trace/data/trace_data.ts";
import type { GraphView } from "../../src/render/partial_graph.ts";
import { viewGraph } from "../../src/render/view.ts";
import { build, plans, reachability } from "../trace/random_graph.ts";

function step(name: string, ...inputs: TraceNode[]): TraceNode {
  const operator = { name, documentation: `Does ${name}.` };
  return new TraceNode("message", 0, {
    operator,
    inputs,
    inputNames: inputs.map((_, i) => i === 0 ? "x" : `x${i}`),
  });
}

function chain(length: number): TraceNode {
  let end: TraceNode = parameter(1, { name: "w" });
  for (let i = 0; i < length; i++) end = step("f", end);
  return end;
}

/** The text of a view, with the blank line before it. */
function textOf({ graph, outputs }: GraphView): string {
  return `\n\n${renderText(graph, { outputs: outputs.map((node) => ({ node })) })}`;
}

Deno.test("viewGraph() keeps the steps nearest to output and parameter and marks the gap", () => {
  const graph = toTraceData([chain(1000)]);
  const view = viewGraph(graph, { maxCost: 23, cost: (text) => text.split("\n").length - 1 });
  assertEquals(codeLines(view.graph), [
    "const f0 = f(x: w);",
    "const f1 = f(x: f0);",
    "const f997 = …(f1);",
    "const f998 = f(x: f997);",
    "const f999 = f(x: f998);",
  ]);
  assertEquals(view.leftOut, 996);
  assertEquals(view.outputs, [view.graph.nodes.length - 1]);
  assertEquals(view.graph.nodes.at(-1)?.value, graph.nodes.at(-1)?.value);
});

Deno.test("viewGraph() shows one step less when maxCost is one line too small", () => {
  const graph = toTraceData([chain(1000)]);
  const cost = (text: string) => text.split("\n").length - 1;
  assertEquals(cost(textOf(viewGraph(graph, { maxCost: 23, cost }))), 23);
  assertEquals(codeLines(viewGraph(graph, { maxCost: 22, cost }).graph), [
    "const f0 = f(x: w);",
    "const f997 = …(f0);",
    "const f998 = f(x: f997);",
    "const f999 = f(x: f998);",
  ]);
});

Deno.test("viewGraph() is the whole graph when maxCost is large enough", () => {
  const w = parameter(1, { name: "w" });
  const graph = toTraceData([w.mul(node(2, { name: "x" })).add(w)]);
  const view = viewGraph(graph, { maxCost: 1000 });
  assertEquals(view.graph, graph);
  assertEquals(view.leftOut, 0);
});

Deno.test("viewGraph() keeps parameters and outputs whatever they cost", () => {
  const view = viewGraph(toTraceData([chain(10)]), { maxCost: 0 });
  assertEquals(codeLines(view.graph), ["const f9_rest = …(w);", "const f9 = f(…: f9_rest);"]);
  assertEquals(view.graph.nodes[0]?.name, "w");
});

Deno.test("viewGraph() passes over a step that is too dear and takes the next one", () => {
  const big = new TraceNode("message", "x".repeat(1000), {
    operator: { name: "big", documentation: "Makes much." },
    inputs: [parameter(1, { name: "w" })],
    inputNames: Array.from({ length: 1 }, () => "y".repeat(1000)),
  });
  const graph = toTraceData([step("f", step("g", big))]);
  const view = viewGraph(graph, { maxCost: 140 });
  assertEquals(codeLines(view.graph).map((line) => line.split("(")[0]), [
    "const big0 = …",
    "const g0 = g",
    "const f0 = f",
  ]);
});

Deno.test("viewGraph() reckons with values as long as they will be shown", () => {
  const x = node("x".repeat(1000), { name: "x" });
  const graph = toTraceData([step("f", step("g", parameter(1, { name: "w" }), x))]);
  const maxCost = 100;
  const shown = (valueLimit: number) =>
    viewGraph(graph, { maxCost, valueLimit }).graph.nodes.length;
  assert(shown(1000) < shown(50));
});

Deno.test("viewGraph() of graphs of 3,000 steps uses most of maxCost and no more", () => {
  const w = parameter(1, { name: "w" });
  const fan = step("join", ...Array.from({ length: 3000 }, () => step("g", w)));
  const reused = Array.from({ length: 3000 }).reduce<TraceNode>(
    (state) => step("h", state, w),
    step("start"),
  );
  for (const output of [fan, step("sum", fan, w), reused, step("both", fan, reused, chain(3000))]) {
    const maxCost = 1000;
    const view = viewGraph(toTraceData([output]), { maxCost });
    const cost = textOf(view).length / 4;
    assert(cost <= maxCost && cost > maxCost * 0.95, `${cost}`);
  }
});

Deno.test("viewGraph() shows some of many inputs and one for the rest", () => {
  const w = parameter(1, { name: "w" });
  const graph = toTraceData([step("join", ...Array.from({ length: 100 }, () => step("g", w)))]);
  const view = viewGraph(graph, { maxCost: 2000 });
  const last = view.graph.nodes.at(-1);
  assertEquals(last?.inputs.length, 17);
  const rest = view.graph.nodes[last?.inputs.at(-1)?.node ?? -1];
  assertEquals(rest?.value, { kind: "preview", type: "values", text: "84 values" });
  assert(codeLines(view.graph).some((line) => /^const join0_rest = …\(/.test(line)));
});

Deno.test("viewGraph() gives the rest of many inputs a name that no node has", () => {
  const graph = toTraceData([
    step(
      "join",
      parameter(1, { name: "join0_rest" }),
      parameter(1, { name: "join0_rest_" }),
      ...Array.from({ length: 20 }, () => step("g")),
    ),
  ]);
  const { nodes } = viewGraph(graph, { maxCost: 2000 }).graph;
  assertEquals(nodes.at(-2)?.name, "join0_rest__");
  assertEquals(parseTraceData({ version: 1, nodes }).nodes.length, nodes.length);
});

Deno.test("viewGraph() gives sound graphs within maxCost on random graphs", () => {
  fc.assert(
    fc.property(plans(16), fc.integer({ min: 0, max: 400 }), (plan, maxCost) => {
      const made = build(plan);
      const graph = toTraceData(plan.judged.map((place) => made[place]!));
      const outputs = lastPlaces(graph);
      const view = viewGraph(graph, { maxCost, outputs });
      assertEquals(parseTraceData(JSON.parse(JSON.stringify(view.graph))), view.graph);
      assertEquals(view.outputs.map((place) => view.places[place]), outputs);
      const parameters = graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) =>
        name
      );
      for (const name of parameters) assert(view.graph.nodes.some((node) => node.name === name));

      const least = textOf(viewGraph(graph, { maxCost: 0, outputs })).length / 4;
      assert(textOf(view).length / 4 <= Math.max(maxCost, least));

      // What a step of the view was made from lies behind it in the whole graph too.
      const whole = graph.nodes.map(sourcesOf);
      const behind = (from: number): Set<number> => {
        const found = new Set<number>();
        const pending = [...whole[from]!];
        for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
          found.add(place);
          pending.push(...whole[place]!);
        }
        return found;
      };
      for (const [place, node] of view.graph.nodes.entries()) {
        if (view.places[place] === -1) continue;
        const expected = behind(view.places[place]!);
        for (const source of sourcesOf(node)) {
          assert(view.places[source] === -1 || expected.has(view.places[source]!));
        }
      }
    }),
    { numRuns: 1_000, seed: 8 },
  );
});

Deno.test("minimalSubgraph() of data agrees with the brute-force oracle on random graphs", () => {
  fc.assert(
    fc.property(plans(16), (plan) => {
      const made = build(plan);
      const graph = toTraceData(made);
      const reaches = reachability(plan);
      const planned = graph.nodes.map(({ value }) =>
        value.kind === "exact" ? Number(value.json) : -1
      );
      const outputs = plan.judged.map((place) => planned.indexOf(place));
      const expected = planned.map((place) =>
        plan.nodes.some(({ kind }, p) => kind === "parameter" && reaches[p]![place]!) &&
        plan.judged.some((output) => reaches[place]![output]!)
      );
      assertEquals(minimalSubgraph(graph, outputs), expected);
    }),
    { numRuns: 2_000, seed: 9 },
  );
});

Deno.test("renderText() of a view documents the gap", () => {
  const { graph } = viewGraph(toTraceData([chain(10)]), { maxCost: 0 });
  assert(renderText(graph).includes("[…] Stands for steps that are left out here"));
});
