import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { backwardAll } from "../../src/propagate/backward.ts";
import { mergeFeedback } from "../../src/propagate/feedback.ts";
import type { FeedbackGraph } from "../../src/propagate/feedback.ts";
import type { Feedback } from "../../src/trace/feedback.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import { mergeFeedbackGraphs } from "../../src/propagate/merge_feedback_graphs.ts";
import type { Delivery } from "../../src/trace/propagator.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";
import type { NodeData } from "../../src/trace/data/graph_data.ts";
import type { TraceNode } from "../../src/trace/trace_node.ts";
import { TraceParameter } from "../../src/trace/trace_parameter.ts";
import { build, type Plan, plans, reachability } from "../trace/random_graph.ts";

const runs = 4_000;
const orders = fc.array(fc.nat(1_000_000), { maxLength: 14 });

function isParameter(node: TraceNode): node is TraceParameter {
  return node instanceof TraceParameter;
}

/** Judges the nodes of the plan; each score is the number of the judgement. */
function judge(plan: Plan, made: readonly TraceNode[]): void {
  backwardAll(plan.judged.map((place, i) => ({ output: made[place]!, feedback: { score: i } })));
}

/** The value of a planned node is its place in the plan. */
function placeInPlan(node: NodeData): number {
  return node.value.kind === "exact" ? Number(node.value.json) : -1;
}

Deno.test("feedbackGraph() is the minimal subgraph of the brute-force oracle on random graphs", () => {
  fc.assert(
    fc.property(plans(16), orders, fc.nat(), (plan, order, mask) => {
      const made = build(plan, order);
      judge(plan, made);
      const asked = made.filter(isParameter).filter((_, i) => ((mask >> (i % 30)) & 1) === 0);
      const { graph, outputs } = feedbackGraph(asked);

      const reaches = reachability(plan);
      const askedPlaces = asked.map((parameter) => made.indexOf(parameter));
      const isOnWay = (place: number) =>
        askedPlaces.some((p) => reaches[p]![place]!) &&
        plan.judged.some((output) => reaches[place]![output]!);
      const onWay = [...plan.nodes.keys()].filter(isOnWay);
      const shown = new Set(onWay.flatMap((place) => [place, ...plan.nodes[place]!.inputs]));

      assertEquals(new Set(graph.nodes.map(placeInPlan)), shown);
      assertEquals(graph.nodes.length, shown.size);
      for (const node of graph.nodes) {
        const place = placeInPlan(node);
        const planned = plan.nodes[place]!;
        assertEquals(node.kind, isOnWay(place) ? planned.kind : "value");
        const inputs = isOnWay(place) ? [...planned.inputs] : [];
        assertEquals(node.inputs.map((input) => placeInPlan(graph.nodes[input.node]!)), inputs);
        assertEquals(
          node.operator?.name,
          isOnWay(place) && planned.kind === "message" ? planned.base : undefined,
        );
      }
      const reached = plan.judged.flatMap((place, score) => isOnWay(place) ? [[place, score]] : []);
      assertEquals(
        outputs.map(({ node, feedback }) => [placeInPlan(graph.nodes[node]!), feedback.score]),
        reached,
      );
    }),
    { numRuns: runs, seed: 1 },
  );
});

Deno.test("feedbackGraph() gives the same data for every order in which the graph was made", () => {
  fc.assert(
    fc.property(plans(16), orders, orders, (plan, first, second) => {
      const graphs = [first, second].map((order): FeedbackGraph => {
        const made = build(plan, order);
        judge(plan, made);
        return feedbackGraph(made.filter(isParameter));
      });
      assertEquals(graphs[0], graphs[1]);
    }),
    { numRuns: runs, seed: 2 },
  );
});

Deno.test("feedbackGraph() and merged graphs are ordered, named without clashes and numbered upwards", () => {
  fc.assert(
    fc.property(plans(16), plans(16), (one, two) => {
      const graphs = [one, two].map((plan) => {
        const made = build(plan);
        judge(plan, made);
        return feedbackGraph(made.filter(isParameter));
      });
      const merged = mergeFeedbackGraphs(graphs);
      for (const { graph, outputs } of [...graphs, merged]) {
        assertSound(graph.nodes);
        for (const { node } of outputs) assert(graph.nodes[node]!.kind !== "value");
      }
      assertEquals(
        merged.outputs.map(({ feedback }) => feedback),
        graphs.flatMap(({ outputs }) => outputs.map(({ feedback }) => feedback)),
      );
      const names = (graph: FeedbackGraph) =>
        graph.graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
      assertEquals(new Set(names(merged)), new Set(graphs.flatMap(names)));
    }),
    { numRuns: runs, seed: 3 },
  );
});

function assertSound(nodes: readonly NodeData[]): void {
  const last = new Map<string, number>();
  for (const [place, node] of nodes.entries()) {
    for (const input of node.inputs) assert(input.node < place, "an input stands before its user");
    if (node.kind === "value") assertEquals(node.operator, undefined);
    if (node.kind === "parameter") continue;
    const [, base = "", digits = ""] = /^(.*?)(\d+)$/.exec(node.name) ?? [];
    assert(Number(digits) > (last.get(base) ?? -1), `${node.name} stands after its elders`);
    last.set(base, Number(digits));
  }
  assertEquals(new Set(nodes.map(({ name }) => name)).size, nodes.length);
}

Deno.test("sumPropagator delivers the sum over all paths, as counted one by one", () => {
  fc.assert(
    fc.property(plans(10), (plan) => {
      const made = build(plan);
      backwardAll(
        plan.judged.map((place, i) => ({
          output: made[place]!,
          feedback: { score: 10 ** i, feedback: `${i}` },
        })),
        { propagator: sumPropagator },
      );
      for (const [place, node] of made.entries()) {
        if (!isParameter(node)) continue;
        const ways = plan.judged.map((output) => countWays(plan, output, place));
        const [delivery, ...more] = node.feedback as Delivery<Feedback>[];
        assertEquals(more, []);
        assertEquals(
          delivery?.message.score ?? 0,
          ways.reduce((sum, n, i) => sum + n * 10 ** i, 0),
        );
        const texts = delivery?.message.feedback?.split("\n").sort() ?? [];
        assertEquals(texts, ways.flatMap((n, i) => new Array(n).fill(`${i}`)));
      }
    }),
    { numRuns: runs, seed: 4 },
  );
});

/** Ways from an output down to `target`, each enumerated; an input that stands twice is one way. */
function countWays(plan: Plan, from: number, target: number): number {
  if (from === target) return 1;
  return [...new Set(plan.nodes[from]!.inputs)].reduce(
    (sum, input) => sum + countWays(plan, input, target),
    0,
  );
}

Deno.test("mergeFeedback() agrees with the brute-force merge on random feedback", () => {
  const number = fc.integer({ min: -8, max: 8 });
  const feedback = fc.record({
    score: number,
    feedback: fc.constantFrom("good", "slow", "wrong"),
    metrics: fc.dictionary(fc.constantFrom("a", "b"), number),
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(feedback, { maxLength: 6 }), (pieces) => {
      const merged = mergeFeedback(pieces);
      const mean = (values: (number | undefined)[]) => {
        const given = values.filter((value) => value !== undefined);
        return given.length === 0 ? undefined : given.reduce((a, b) => a + b, 0) / given.length;
      };
      assertEquals(merged.score, mean(pieces.map(({ score }) => score)));
      for (const name of ["a", "b"]) {
        assertEquals(merged.metrics?.[name], mean(pieces.map(({ metrics }) => metrics?.[name])));
      }
      const texts: string[] = [];
      for (const { feedback: text } of pieces) {
        if (text !== undefined && !texts.includes(text)) texts.push(text);
      }
      assertEquals(merged.feedback, texts.length === 0 ? undefined : texts.join("\n"));
      assertEquals(mergeFeedback([merged]), merged);
    }),
    { numRuns: runs, seed: 5 },
  );
});
