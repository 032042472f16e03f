import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { baseOf, NameTable, parameterNames } from "../../../src/trace/data/node_names.ts";
import { findParameters } from "../../../src/trace/agent/find_parameters.ts";
import { text } from "../../../src/trace/operators/text.ts";
import { feedbackGraph } from "../../../src/propagate/feedback_graph.ts";
import { Optimizer } from "../../../src/optimizer/optimizer.ts";
import { parameterStates } from "../../../src/optimizer/parameter_state.ts";
import type { Proposer } from "../../../src/problem/proposer.ts";
import "../../../src/entry/trace.ts"; // the backward rule
import { parameter } from "../../../src/trace/node.ts";

Deno.test("NameTable numbers names upwards and past those that were claimed", () => {
  const table = new NameTable();
  assertEquals([table.claim("add1"), table.number("add"), table.number("add")], [
    "add1",
    "add0",
    "add2",
  ]);
  assertEquals([table.claim("add2"), table.claim("add01"), table.claim("add1")], [
    "add2_0",
    "add01",
    "add1_0",
  ]);
  assertEquals(table.number("two words\nor lines"), "two_words_or_lines0");
});

Deno.test("NameTable never gives a name twice", () => {
  const piece = fc.constantFrom("x", "1", "0", "_", "10", "");
  const base = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
  const asked = fc.array(fc.tuple(fc.boolean(), base), { maxLength: 60, size: "max" });
  fc.assert(
    fc.property(asked, (calls) => {
      const table = new NameTable();
      const names = calls.map(([isClaim, base]) =>
        isClaim ? table.claim(base) : table.number(base)
      );
      assertEquals(new Set(names).size, names.length);
    }),
    { numRuns: 2_000, seed: 10 },
  );
});

Deno.test("baseOf() gives a base that is numbered to the same name", () => {
  for (const base of ["x", "x1", "x_", "x1_", "add", "7", "_", "two words"]) {
    const name = new NameTable().number(base);
    assertEquals(new NameTable().number(baseOf(name)), name);
  }
});

Deno.test("parameterNames() keeps unique names and numbers shared ones in the order of the list", () => {
  const [a, b, w] = [parameter(1), parameter(2), parameter(3, { name: "w" })];
  assertEquals([...parameterNames([a, w, b, a]).values()].toSorted(), ["number0", "number1", "w"]);
  assertEquals(parameterNames([b, a]).get(b), "number0");
});

Deno.test("NameTable numbers the first hundred characters of a long name, and keeps a claimed one whole", () => {
  const table = new NameTable();
  const long = "x".repeat(100);
  assertEquals([table.number(long), table.number(`${long}y`)], [`${long}0`, `${long}1`]);
  assertEquals(table.claim(`${long}y`), `${long}y`);
});

Deno.test("NameTable gives a name without letters a letter of its own", () => {
  const table = new NameTable();
  assertEquals([table.number(""), table.number("x1"), table.number("x1")], ["_0", "x1_0", "x1_1"]);
  assertEquals(table.claim("w"), "w");
});

Deno.test("NameTable takes a name that looks numbered when that number is still free", () => {
  const table = new NameTable();
  const names = [
    table.number("add"),
    table.claim("add0"),
    table.claim("add2"),
    table.number("add"),
  ];
  assertEquals(names, ["add0", "add0_0", "add2", "add1"]);
  assertEquals(table.number("add"), "add3");
});

Deno.test("baseOf() leaves a name without a number, or of digits alone, as it is", () => {
  assertEquals(["add", "add0", "add10", "x1_0", "x_0", "12"].map(baseOf), [
    "add",
    "add",
    "add",
    "x1",
    "x_",
    "12",
  ]);
});

Deno.test("parameterNames() calls parameters of one name by their paths, the same at each step", () => {
  const style = () => parameter("brief", { name: "style" });
  class Agent {
    forward = () => 0;
    a = { style: style(), rate: parameter(1) };
    b = { style: style(), list: [parameter(2), parameter(3)], "odd key": style() };
    limit = parameter(4, { name: "limit" });
    other = parameter(5, { name: "b.style" });
    far = { ["x".repeat(101)]: style(), "co:lon": style() };
  }
  const found = findParameters(new Agent());
  const names = [...parameterNames(found).values()];
  assertEquals(
    names.toSorted(),
    [
      "a.rate",
      "a.style",
      "b.list.0",
      "b.list.1",
      "b.style",
      "b.style0",
      'b."odd key"',
      "limit",
      "style0",
      "style1",
    ].toSorted(),
  );
  assertEquals(new Set(names).size, found.size);
  assertEquals([...parameterNames(found).values()], names);
  // Names that were given are kept when they are passed on as paths.
  const named = new Map([...parameterNames(found)].map(([node, name]) => [name, node]));
  for (const [node, name] of parameterNames(named)) assertEquals(named.get(name), node);
});

Deno.test("two agents of one class are told apart in the graph that a model sees", () => {
  const writer = () => ({ forward: () => 0, style: parameter("brief", { name: "style" }) });
  const agent = { forward: () => 0, a: writer(), b: writer() };
  const parameters = findParameters(agent);
  text`${agent.a.style} ${agent.b.style}`.backward("longer");
  const { graph } = feedbackGraph(parameters);
  const shown = graph.nodes.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
  assertEquals(shown, ["a.style", "b.style"]);
  assertEquals(parameterStates(parameters).map(({ name }) => name), ["a.style", "b.style"]);
  assertEquals([...new Optimizer(parameters, proposer).parameters.keys()], ["a.style", "b.style"]);
});

const proposer: Proposer = {
  name: "none",
  needsTrace: true,
  propose: () => Promise.resolve({ kind: "nothing", reasoning: "" }),
};
