import { assertEquals } from "@std/assert";
import { graphTexts } from "../../src/render/graph_texts.ts";
import { graphOf, type NodeSketch } from "../optimizer/problems.ts";

/** The texts of a graph whose last node is judged. */
function textsOf(sketches: Readonly<Record<string, NodeSketch>>, limit = 2_000) {
  const graph = graphOf(sketches);
  return graphTexts(graph, { outputs: [graph.nodes.length - 1], limit });
}

const f = (of: Readonly<Record<string, string>>, value: unknown = 0): NodeSketch => ({
  value,
  by: ["f", ""],
  of,
});

Deno.test("graphTexts() writes values of up to 20 characters into the step that takes them", () => {
  const { Code, Inputs } = textsOf({
    short: { value: "x".repeat(18) },
    long: { value: "x".repeat(19) },
    lines: { value: "a\nb" },
    told: { value: 1, more: { description: "A count." } },
    out: f({ a: "short", b: "long", c: "lines", d: "told" }),
  });
  assertEquals(Code, [`const out = f(a: "${"x".repeat(18)}", b: long, c: lines, d: told);`]);
  assertEquals(Inputs, [
    `const long = "${"x".repeat(19)}";`,
    "const lines = `a\nb`;",
    "const told = 1; // A count.",
  ]);
});

Deno.test("graphTexts() names values that are taken twice, used unseen, or judged", () => {
  const graph = graphOf({
    twice: { value: 1 },
    unseen: { value: 2 },
    judged: { value: 3 },
    mid: f({ a: "twice" }),
    out: { ...f({ a: "twice", b: "judged", c: "mid" }), more: { uses: [1] } },
  });
  const { Code, Inputs, Outputs } = graphTexts(graph, {
    outputs: [2, 4],
    limit: 2_000,
  });
  assertEquals(Code, [
    "const mid = f(a: twice);",
    "const out = f(a: twice, b: judged, c: mid); // uses unseen",
  ]);
  assertEquals(Inputs, ["const twice = 1;", "const unseen = 2;"]);
  assertEquals(Outputs, ["const judged = 3;", "const out = 0;"]);
});

Deno.test("graphTexts() shows equal values of more than 40 characters once", () => {
  const same = (length: number) => ({ value: "x".repeat(length - 2) });
  const inputs = (length: number) =>
    textsOf({
      a: same(length),
      b: same(length),
      c: same(length),
      out: f({ a: "a", b: "b", c: "c" }),
    }).Inputs ?? [];
  assertEquals(inputs(40).length, 3);
  assertEquals(inputs(41), [`const a = "${"x".repeat(39)}"; // b, c are the same`]);
});

Deno.test("graphTexts() cuts outputs less than other values", () => {
  const { Others, Outputs } = textsOf({
    x: { kind: "parameter", value: 1 },
    mid: f({ x: "x" }, "m".repeat(900)),
    out: f({ x: "mid" }, "o".repeat(900)),
  }, 100);
  assertEquals(Others, [
    `const mid = "${"m".repeat(73)}" … 802 more characters … "${"m".repeat(25)}";`,
  ]);
  assertEquals(Outputs, [
    `const out = "${"o".repeat(373)}" … 402 more characters … "${"o".repeat(125)}";`,
  ]);
});

Deno.test("graphTexts() calls code by the parameter's name and names other used code", () => {
  const code = (entry: string): NodeSketch => ({
    kind: "parameter",
    value: "",
    more: { code: { entry, signature: "" } },
  });
  const { Code } = textsOf({
    act: code("act"),
    rank: code("rank"),
    out: f({ code: "act", rank: "rank" }),
  });
  assertEquals(Code, ["const out = act(); // uses rank"]);
});
