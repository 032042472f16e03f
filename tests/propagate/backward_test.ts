import "../../src/entry/install_host_services.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import "../../src/trace/operators/methods.ts";
import { type Node, node, parameter, TraceNode } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { backward, backwardAll } from "../../src/propagate/backward.ts";
import { carry } from "../../src/propagate/carry.ts";
import { feedbackGraph } from "../../src/propagate/feedback_graph.ts";
import type { Feedback } from "../../src/trace/feedback.ts";
import { graphPropagator } from "../../src/propagate/graph_propagator.ts";
import { messagesOf } from "../../src/propagate/messages.ts";
import type { Delivery } from "../../src/trace/propagator.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";

const named = (name: string, value = 1) => parameter(value, { name });
const texts = (...parameters: TraceNode[]) =>
  feedbackGraph(parameters).outputs.map(({ feedback }) => feedback.feedback);
const names = (...parameters: TraceNode[]) =>
  feedbackGraph(parameters).graph.nodes.map(({ name }) => name);

Deno.test("backward() delivers to each parameter only the nodes between it and the output", () => {
  const x = named("x");
  const y = named("y");
  const out = x.mul(2).add(y.mul(3)).add(1);
  out.backward("too small");
  assertEquals(x.feedback.length, 1);
  assertEquals(y.feedback.length, 1);
  const ofX = feedbackGraph([x]);
  assertEquals(ofX.graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name), [
    "x",
  ]);
  assertEquals(ofX.graph.nodes.map(({ kind }) => kind), [
    "parameter",
    "value",
    "message",
    "value",
    "message",
    "value",
    "message",
  ]);
  assertEquals(texts(x), ["too small"]);
  assertEquals(texts(y), ["too small"]);
  assertEquals(names(x, y).filter((name) => /^(mul|add)/.test(name)), [
    "mul0",
    "mul1",
    "add0",
    "add1",
  ]);
});

Deno.test("backward() from a parameter delivers the feedback to itself, any number of times", () => {
  const x = named("x");
  x.backward("say more");
  x.backward("say less");
  assertEquals(texts(x), ["say more", "say less"]);
  assertEquals(feedbackGraph([x]).graph.nodes.length, 1);
});

Deno.test("backward() without feedback delivers feedback without parts", () => {
  const x = named("x");
  x.add(1).backward();
  backward(x.add(2));
  assertEquals(feedbackGraph([x]).outputs.map(({ feedback }) => feedback), [{}, {}]);
});

Deno.test("backward() fails the second time without retainGraph and delivers nothing", () => {
  const x = named("x");
  const out = x.add(1);
  out.backward("one");
  assertThrows(() => out.backward("two"), TypeError, "backwarded");
  const other = x.add(2);
  assertThrows(
    () => backwardAll([{ output: other, feedback: "three" }, { output: out, feedback: "four" }]),
    TypeError,
    "backwarded",
  );
  assertEquals(x.feedback.length, 1);
  other.backward("five");
  assertEquals(texts(x), ["one", "five"]);
});

Deno.test("backward() adds a second entry when the graph was retained", () => {
  const x = named("x");
  const out = x.add(1);
  out.backward("one", { retainGraph: true });
  out.backward("two");
  assertEquals(x.feedback.length, 2);
  const { graph, outputs } = feedbackGraph([x]);
  assertEquals(graph.nodes.length, 3);
  assertEquals(outputs, [{ node: 2, feedback: { feedback: "one" } }, {
    node: 2,
    feedback: { feedback: "two" },
  }]);
});

Deno.test("backward() from two outputs of one parameter leaves one entry each, ten times over", () => {
  const x = named("x");
  for (let turn = 0; turn < 10; turn++) {
    x.zeroFeedback();
    x.add(1).backward("one");
    assertEquals(x.feedback.length, 1);
    x.add(2).backward("two");
    assertEquals(x.feedback.length, 2);
  }
});

Deno.test("backward() reaches every parameter through a step that an earlier backward passed", () => {
  const x = named("x");
  const shared = x.add(1);
  const first = shared.mul(2);
  const second = shared.mul(3);
  first.backward("first");
  second.backward("second");
  assertEquals(texts(x), ["first", "second"]);
  assertEquals(names(x), ["x", "number0", "add0", "number1", "mul0", "number2", "mul1"]);
});

Deno.test("backward() does not mix up siblings with equal values", () => {
  const x = parameter([1, 2], { name: "x" });
  const one = ops.clone(x);
  const two = ops.clone(x);
  one.backward("one");
  assertEquals(feedbackGraph([x]).graph.nodes.length, 2);
  two.backward("two");
  const { graph, outputs } = feedbackGraph([x]);
  assertEquals(graph.nodes.length, 3);
  assertEquals(outputs.map(({ node }) => node), [1, 2]);
});

Deno.test("backwardAll() presents each output of a batch with its own feedback, in one entry", () => {
  const w = named("w");
  backwardAll(
    [1, 2, 3].map((x) => ({ output: w.mul(x), feedback: { score: x, feedback: `for ${x}` } })),
  );
  assertEquals(w.feedback.length, 1);
  const { graph, outputs } = feedbackGraph([w]);
  assertEquals(outputs.map(({ feedback }) => feedback), [
    { score: 1, feedback: "for 1" },
    { score: 2, feedback: "for 2" },
    { score: 3, feedback: "for 3" },
  ]);
  assertEquals(outputs.map(({ node }) => graph.nodes[node]?.name), ["mul0", "mul1", "mul2"]);
});

Deno.test("backward() delivers nothing when no parameter is behind the output", () => {
  const x = node(1, { name: "x" });
  const untouched = named("w");
  x.add(1).backward("larger");
  x.backward("larger");
  assertEquals(untouched.feedback, []);
  assertEquals(feedbackGraph([untouched]), { graph: { version: 1, nodes: [] }, outputs: [] });
});

Deno.test("feedbackGraph() holds parameters, operators with documentation, inputs and output", () => {
  const w = named("w", 2);
  const x = node(3, { name: "x", description: "the input" });
  w.mul(x).backward({ score: 0.5, metrics: { seconds: 2 } });
  const { graph, outputs } = feedbackGraph([w]);
  const [first, second, third] = graph.nodes;
  assertEquals(first, { kind: "parameter", name: "w", value: exact(2), inputs: [] });
  assertEquals(second, {
    kind: "value",
    name: "x0",
    value: exact(3),
    description: "the input",
    inputs: [],
  });
  assert(third?.operator !== undefined && third.operator.documentation.length > 0);
  assertEquals(third.inputs, [{ name: "x", node: 0 }, { name: "y", node: 1 }]);
  assertEquals(outputs, [{ node: 2, feedback: { score: 0.5, metrics: { seconds: 2 } } }]);
});

const exact = (json: number) => ({ kind: "exact", type: "number", json } as const);

// An operator is named only where its code line is shown.
Deno.test("feedbackGraph() shows steps without parameters as values", () => {
  const w = named("w");
  const constant = node(2).add(3);
  w.mul(constant).backward("x");
  const { nodes } = feedbackGraph([w]).graph;
  assertEquals(nodes.map(({ kind, name }) => `${kind} ${name}`), [
    "parameter w",
    "value number0",
    "message mul0",
  ]);
  assertMatch(nodes[1]?.description ?? "", /Made by add/);
});

Deno.test("feedbackGraph() shows a parameter outside of its list as a value under its name", () => {
  const w = named("w");
  const v = named("v");
  w.mul(v).backward("x");
  assertEquals(
    feedbackGraph([w]).graph.nodes.map(({ kind, name }) => `${kind} ${name}`),
    ["parameter w", "value v", "message mul0"],
  );
});

Deno.test("feedbackGraph() gives names that no two nodes share", () => {
  const first = parameter(1);
  const second = parameter(2);
  const add = parameter(3, { name: "add0" });
  const x = node(4, { name: "x1" });
  first.add(second).add(add).add(x).backward("x");
  assertEquals(names(first, second, add).toSorted(), [
    "add0",
    "add1",
    "add2",
    "add3",
    "number0",
    "number1",
    "x1_0",
  ]);
});

Deno.test("feedbackGraph() previews long values and keeps parameters exact", () => {
  const w = parameter("w".repeat(500), { name: "w" });
  w.concat("x".repeat(500)).backward("x");
  const { nodes } = feedbackGraph([w], { valueLimit: 100 }).graph;
  assertEquals(nodes.map(({ value }) => value.kind), ["exact", "preview", "preview"]);
});

Deno.test("feedbackGraph() keeps values of 10,000 characters exact, and previews longer ones", () => {
  const kindOf = (length: number) => {
    const w = named("w");
    const text = node("x".repeat(length - 2), { name: "text" }); // two quotes belong to it
    new TraceNode("message", 0, {
      operator: { name: "join", documentation: "" },
      inputs: [w, text],
      inputNames: ["w", "text"],
    }).backward("x");
    return feedbackGraph([w]).graph.nodes.find(({ name }) => name === "text0")?.value.kind;
  };
  assertEquals([kindOf(10_000), kindOf(10_001)], ["exact", "preview"]);
});

Deno.test("feedbackGraph() shows outputs in the order of their feedback, whatever the list of parameters", () => {
  const [x, y] = [named("x"), named("y")];
  x.add(1).backward("first");
  y.add(1).backward("second");
  x.add(2).backward("third");
  for (const list of [[x, y], [y, x]]) assertEquals(texts(...list), ["first", "second", "third"]);
});

Deno.test("feedbackGraph() refuses a node that is no parameter", () => {
  assertThrows(
    () => feedbackGraph([node(1, { name: "x" })]),
    TypeError,
    'Cannot read feedback from "x" as a parameter: received a value',
  );
});

Deno.test("backward() from the node of an ExecutionError reaches the parameters of the failed step", () => {
  const d = named("d", 0);
  const error = assertThrows(() => ops.div(1, d), ExecutionError);
  error.node.backward(error.feedback("full"));
  const { graph, outputs } = feedbackGraph([d]);
  assertEquals(
    graph.nodes.map(({ kind, name }) => `${kind} ${name}`),
    ["value number0", "parameter d", "exception exception_div0"],
  );
  assertEquals(graph.nodes.at(-1)?.failure?.name, "RangeError");
  assertMatch(outputs[0]?.feedback.feedback ?? "", /div/);
  assertEquals(outputs.length, 1);
});

// The inner graphs are three layers deep.
Deno.test("backward() reaches a parameter hidden in inner graphs, and outer nodes that an operator used", () => {
  const hidden = named("hidden");
  const outer = named("outer");
  const visible = named("visible");
  const made = (
    name: string,
    inputs: TraceNode[],
    inside?: ConstructorParameters<typeof TraceNode>[3],
  ) =>
    new TraceNode("message", 0, {
      operator: { name, documentation: "" },
      inputs,
      inputNames: inputs.map((_, i) => `a${i}`),
    }, inside);
  const innermost = made("innermost", [hidden]);
  const inner = made("inner", [], { inside: { outputs: [innermost] } });
  const out = made("outermost", [visible], {
    inside: { outputs: [inner], externals: [outer.add(1)] },
  });
  out.backward("deep");
  for (const parameter of [hidden, outer, visible]) assertEquals(texts(parameter), ["deep"]);
  const { nodes } = feedbackGraph([hidden, outer, visible]).graph;
  const last = nodes.at(-1);
  assertEquals(last?.inputs.map((input) => nodes[input.node]?.name), ["visible"]);
  assertEquals(last?.uses?.map((place) => nodes[place]?.name), ["add0", "hidden"]);
  assertEquals(last?.inner?.nodes.at(-1)?.name, "inner0");
  assertEquals(last?.inner?.nodes.at(-1)?.inner?.nodes.map(({ name }) => name), [
    "hidden",
    "innermost0",
  ]);
});

Deno.test("graphPropagator follows a rule for its operator only, which may stop or begin anew", () => {
  const x = named("x");
  const y = named("y");
  const z = named("z");
  const propagator = {
    ...graphPropagator,
    rules: {
      mul: (
        node: TraceNode,
      ) => [undefined, graphPropagator.init(node.inputs[1]!, { feedback: "for the second" })],
    },
  };
  x.mul(y.add(1)).add(z).backward("for all", { propagator });
  assertEquals(x.feedback, []);
  assertEquals(texts(y), ["for the second"]);
  assertEquals(texts(z), ["for all"]);
  assertEquals(names(y).at(-1), "add0");
});

Deno.test("carry() refuses a rule that does not give one message per input", () => {
  const output = named("x").add(1);
  const propagator = { ...graphPropagator, rules: { add: () => [] } };
  assertThrows(() => carry([{ output, feedback: {} }], propagator), RangeError, 'through "add"');
});

Deno.test("sumPropagator works end to end: numbers are summed, texts joined", () => {
  const x = named("x");
  const shared = x.add(1);
  const output = shared.mul(shared.add(2));
  output.backward({ score: 2, feedback: "a", metrics: { cost: 1 } }, { propagator: sumPropagator });
  x.add(1).backward({ score: 5 }, { propagator: sumPropagator });
  const messages = (x.feedback as Delivery<Feedback>[]).map(({ message }) => message);
  assertEquals(messages, [{ score: 4, feedback: "a\na", metrics: { cost: 2 } }, { score: 5 }]);
  assertEquals(messagesOf(new Map([["x", x]])), { messages: { x: messages } });
  assertEquals(feedbackGraph([x]).outputs, []);
});

Deno.test("backward() refuses anything but feedback, nodes and propagators", () => {
  const out = named("x").add(1);
  assertThrows(() => out.backward(NaN), TypeError, '"score"');
  assertThrows(() => out.backward({ metrics: { cost: NaN } }), TypeError, '"cost"');
  assertThrows(() => backward(3 as never, "x"), TypeError, '"3"');
  assertThrows(() => out.backward("x", { propagator: {} as never }), TypeError, "propagator");
  out.backward("still fresh");
});

Deno.test("zeroFeedback() clears the feedback of backward", () => {
  const x = named("x");
  x.add(1).backward("x");
  x.zeroFeedback();
  assertEquals(feedbackGraph([x]).outputs, []);
});

// No clock is needed: with quadratic time or recursion this test would not end.
Deno.test("backward() walks chains, fans, reused parameters and dense layers of any size", () => {
  const chain = named("w");
  let end: TraceNode = chain;
  for (let i = 0; i < 50_000; i++) end = ops.identity(end);
  end.backward("x");
  assertEquals(feedbackGraph([chain]).graph.nodes.length, 50_001);

  const fan = named("w");
  const operator = { name: "join", documentation: "Joins." };
  const inputs: TraceNode[] = Array.from({ length: 20_000 }, () => ops.identity(fan));
  new TraceNode("message", 0, { operator, inputs, inputNames: inputs.map((_, i) => `${i}`) })
    .backward("x");
  assertEquals(feedbackGraph([fan]).graph.nodes.length, 20_002);

  const reused = named("w");
  let state: TraceNode = node(0);
  for (let i = 0; i < 20_000; i++) {
    state = new TraceNode("message", 0, {
      operator,
      inputs: [state, reused],
      inputNames: ["state", "w"],
    });
  }
  state.backward("x");
  assertEquals(feedbackGraph([reused]).graph.nodes.length, 20_002);
});

Deno.test("backward() passes bundles of every kind and expands the graphs inside them", () => {
  const [w, hidden] = [named("w", 2), named("hidden", 3)];
  const inner = bundle(function inner(x: Node<number>) {
    return x.mul(hidden);
  }, { traceable: true, allowExternalDependencies: true });
  const plain = bundle(function plain(x: number, y = 4) {
    return x + y;
  });
  const passing = bundle(function passing(items: Node<number>[]) {
    return items[0]!.add(items[1]!);
  }, { passNodes: true });
  const chained = inner(plain(w) as never) as Node<number>;
  const out = passing([chained, w.add(1)] as never) as Node<number>;
  out.backward("x");
  const { nodes } = feedbackGraph([w, hidden]).graph;
  const nodeCalled = (name: string) => nodes.find((node) => node.name === name);
  const namesOf = (places: readonly number[] = []) => places.map((place) => nodes[place]?.name);
  assertEquals(namesOf(nodeCalled("inner0")?.uses), ["hidden"]);
  assertEquals(nodeCalled("inner0")?.inner?.nodes.map(({ kind, name }) => `${kind} ${name}`), [
    "value plain0",
    "parameter hidden",
    "message mul0",
  ]);
  assertEquals(nodeCalled("passing0")?.uses, undefined);
  assertEquals(nodeCalled("passing0")?.inner?.nodes.map(({ kind }) => kind), [
    "value",
    "value",
    "message",
  ]);
  assertEquals(texts(w), ["x"]);
  assertEquals(texts(hidden), ["x"]);
});
