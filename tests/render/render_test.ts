import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import type { TraceData } from "../../src/trace/data/graph_data.ts";
import "../../src/trace/operators/methods.ts";
import { node, parameter, TraceNode } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { renderDot } from "../../src/render/render_dot.ts";
import { renderMermaid } from "../../src/render/render_mermaid.ts";
import { renderSvg } from "../../src/render/render_svg.ts";
import { codeLines, renderText } from "../../src/render/render_text.ts";
import { toTraceData } from "../../src/trace/data/trace_data.ts";
import { sectionOf, titlesOf } from "./sections.ts";

function step(
  name: string,
  inputs: TraceNode[],
  details?: ConstructorParameters<typeof TraceNode>[3],
): TraceNode {
  const operator = { name, documentation: `Does ${name}.` };
  return new TraceNode("message", name, {
    operator,
    inputs,
    inputNames: inputs.map((_, i) => `a${i}`),
  }, details);
}

/** A parameter on the way, a step beside it, a failure, an inner graph, a hidden parameter and an unseen read. */
function everything(): TraceData {
  const w = parameter(2, { name: "w", description: "the weight" });
  const hidden = parameter("line one\nline two", { name: "hidden" });
  const aside = ops.add(3, 4);
  const inside = {
    outputs: [step("within", [hidden])],
    statements: [{ unit: "u", line: 3, kind: "branch", label: "then", value: "true", count: 2 }],
  } as const;
  const call = step("call", [w, aside, ops.identity(w)], { inside });
  let failed: TraceNode | undefined;
  try {
    ops.div(w, 0);
  } catch (error) {
    if (error instanceof ExecutionError) failed = error.node;
  }
  assert(failed !== undefined);
  return toTraceData([call, failed]);
}

Deno.test("codeLines() show each step once, with the values it takes and uses", () => {
  assertEquals(codeLines(everything()), [
    "const add0 = add(x: 3, y: 4);",
    "const identity0 = identity(x: w);",
    "const call0 = call(a0: w, a1: add0, a2: identity0); // uses hidden",
    "const exception_div0 = div(x: w, y: 0); // fails",
  ]);
});

Deno.test("renderText() shows each documented operator once, in the order of use", () => {
  const lines = sectionOf(renderText(everything()), "Documentation").split("\n");
  assertEquals(lines.map((line) => line.split(" ")[0]), ["[add]", "[identity]", "[call]", "[div]"]);
  assertEquals(lines[2], "[call] Does call.");
});

Deno.test("renderText() shows the inside of steps as deep as asked", () => {
  const graph = everything();
  assertEquals(sectionOf(renderText(graph), "Inside"), "");
  assertEquals(
    sectionOf(renderText(graph, { expand: 1 }), "Inside"),
    'Inside call0:\n  in u:\n    3: then 2 times\n  within(a0: `line one\n  line two`) gave "within"',
  );
  const deep = toTraceData([step("outer", [], {
    inside: { outputs: [step("inner", [], { inside: { outputs: [step("innermost", [])] } })] },
  })]);
  const inside = (expand: number) => sectionOf(renderText(deep, { expand }), "Inside").split("\n");
  assertEquals(inside(1), ["Inside outer0:", '  inner() gave "inner"']);
  assertEquals(inside(2), [...inside(1), '    innermost() gave "innermost"']);
});

Deno.test("renderText() shows variables whole, with their constraints, and cuts other values", () => {
  const graph = toTraceData([
    parameter("y".repeat(1000), { name: "y", description: "the weight" }),
    node("x".repeat(1000), { name: "x" }).concat("!"),
  ]);
  const text = renderText(graph, { valueLimit: 50 });
  assertEquals(sectionOf(text, "Variables"), `let y: string = "${"y".repeat(1000)}";`);
  assertEquals(sectionOf(text, "Constraints"), "y: the weight.");
  assertEquals(
    sectionOf(text, "Inputs"),
    `const x0 = "${"x".repeat(36)}" … 952 more characters … "${"x".repeat(12)}";`,
  );
});

Deno.test("renderText() shows code in a fence that the code cannot close", () => {
  const code = "function f(x: number): string {\n  return `\n```\n${x}`;\n}";
  const graph: TraceData = {
    version: 1,
    nodes: [{
      kind: "parameter",
      name: "f",
      value: { kind: "exact", type: "string", json: code },
      code: { entry: "f", signature: "function f(x: number): string" },
      inputs: [],
    }],
  };
  assertEquals(
    sectionOf(renderText(graph), "Variables"),
    `f (code):\n\`\`\`\`ts\n${code}\n\`\`\`\``,
  );
});

Deno.test("renderText() has a section for each part that there is", () => {
  assertEquals(titlesOf(renderText(everything(), { expand: 1 })), [
    "Code",
    "Documentation",
    "Variables",
    "Constraints",
    "Others",
    "Inside",
    "Outputs",
  ]);
  const single = toTraceData([parameter(1, { name: "w" })]);
  assertEquals(titlesOf(renderText(single)), ["Variables"]);
  const judged = [
    { node: 0, feedback: { score: 0.5, feedback: "too small", metrics: { seconds: 2 } } },
    { node: 0 },
  ];
  const text = renderText(single, { outputs: judged });
  assertEquals(sectionOf(text, "Feedback"), "w (score 0.5, seconds 2): too small");
});

Deno.test("renderDot() gives parameters, failures, the minimal subgraph and the rest different looks", () => {
  const graph = everything();
  const dot = renderDot(graph);
  const lineOf = (name: string) =>
    dot.split("\n").find((line) => line.includes(`<B>${name}</B>`)) ?? "";
  const fill = (name: string) => /fillcolor="(#\w+)"/.exec(lineOf(name))?.[1];
  const fills = ["w", "number0", "call0", "add0", "exception_div0"].map(fill);
  assertEquals(new Set(fills).size, fills.length);
  assertStringIncludes(lineOf("call0"), "peripheries=2");
  assert(!lineOf("add0").includes("peripheries=2"));
  const place = (name: string) => graph.nodes.findIndex((node) => node.name === name);
  const arrow = (from: string, to: string) =>
    dot.split("\n").find((line) => line.includes(`n${place(from)} -> n${place(to)} `)) ?? "";
  assertMatch(arrow("w", "call0"), /penwidth=1.8/);
  assertMatch(arrow("add0", "call0"), /penwidth=1,|penwidth=1\]/);
  assertMatch(arrow("hidden", "call0"), /style=dashed/);
});

Deno.test("renderDot() draws inner graphs when asked, and in any direction", () => {
  const graph = everything();
  assert(!renderDot(graph).includes("subgraph"));
  assertStringIncludes(renderDot(graph, { expand: 1 }), "subgraph cluster_");
  for (
    const [direction, rank] of [["down", "TB"], ["up", "BT"], ["right", "LR"], [
      "left",
      "RL",
    ]] as const
  ) {
    assertStringIncludes(renderDot(graph, { direction }), `rankdir=${rank}`);
  }
});

Deno.test("renderDot() in simple style folds small values and steps that pass a value on", () => {
  const dot = renderDot(everything(), { style: "simple" });
  assertStringIncludes(dot, "add(x: 3, y: 4)");
  for (const name of ["number0", "identity0"]) assert(!dot.includes(`<B>${name}</B>`), name);
});

Deno.test("renderDot() in simple style draws short values and passed-on ones that are judged", () => {
  const graph = toTraceData([ops.identity(parameter(1, { name: "w" })), node(2, { name: "x" })]);
  const dot = renderDot(graph, { style: "simple" });
  for (const name of ["identity0", "x0"]) assertStringIncludes(dot, `<B>${name}</B>`);
});

Deno.test("renderDot() draws a graph of exactly as many nodes as allowed whole", () => {
  let end: TraceNode = step("join", Array.from({ length: 20 }, () => node(1)));
  end = step("f", [end]);
  const graph = toTraceData([end]);
  assert(!renderDot(graph, { maxNodes: graph.nodes.length }).includes("steps left out"));
  assertStringIncludes(renderDot(graph, { maxNodes: graph.nodes.length - 1 }), "steps left out");
});

Deno.test("renderDot() shows feedback beside the output", () => {
  const graph = everything();
  const output = graph.nodes.findIndex(({ name }) => name === "call0");
  const dot = renderDot(graph, {
    outputs: [{ node: output, feedback: { score: 0.25, feedback: "too small" } }],
  });
  assertMatch(dot, /shape=note.*score 0.25.*too small/);
});

Deno.test("renderDot() limits values and the number of nodes", () => {
  const long = toTraceData([node("x".repeat(10_000), { name: "x" })]);
  assert(renderDot(long, { valueLimit: 30 }).length < 2000);
  let end: TraceNode = parameter(1, { name: "w" });
  for (let i = 0; i < 5000; i++) end = step("f", [end]);
  const dot = renderDot(toTraceData([end]), { maxNodes: 20 });
  assertStringIncludes(dot, "steps left out");
  const boxes = dot.split("\n").filter((line) => line.includes("label=<<TABLE")).length;
  assert(boxes > 10 && boxes <= 21, `${boxes}`);
});

const hostile = '<b>"&\\N\\l</b>\u0000\u001b\ud800 -->]|{}`%%\n#quot;';

Deno.test("renderSvg() draws graphs with any names and texts", async () => {
  const w = parameter(hostile, { name: hostile.replaceAll(":", ""), description: hostile });
  const inner = { inside: { outputs: [step(hostile, [parameter(hostile, { name: "h" })])] } };
  const graph = toTraceData([step(hostile, [w, node(hostile, { name: "x" })], inner)]);
  const svg = await renderSvg(graph, {
    expand: 1,
    outputs: [{ node: graph.nodes.length - 1, feedback: { feedback: hostile } }],
  });
  assertMatch(svg, /^<\?xml/);
  assertStringIncludes(svg, "&lt;b&gt;");
  assert(!svg.includes("<b>") && !svg.includes("\u0000") && svg.isWellFormed());
});

Deno.test("renderSvg() draws an empty graph, and every style", async () => {
  assertMatch(await renderSvg({ version: 1, nodes: [] }), /<svg/);
  for (const style of ["full", "simple"] as const) {
    assertMatch(await renderSvg(everything(), { style, expand: 2 }), /<svg [^]*<\/svg>/);
  }
});

Deno.test("renderMermaid() gives the parts different looks and escapes characters with a meaning", () => {
  const mermaid = renderMermaid(everything(), { expand: 1 });
  assertMatch(mermaid, /^flowchart TD\n/);
  assertMatch(mermaid, /n\d+\[\["<b>w<\/b><br>2"\]\]:::parameter/);
  assertMatch(mermaid, /\{\{"<b>exception_div0<\/b>/);
  assertMatch(mermaid, /==>\|"a0"\|/);
  assertMatch(mermaid, /-\.->/);
  assertMatch(mermaid, /subgraph inside_n\d+/);
  const links = mermaid.split("\n").filter((line) => / (==>|-->|-\.->|-\.-)/.test(line));
  const thick = links.flatMap((line, i) => /==>|-\.->/.test(line) ? [i] : []);
  assertStringIncludes(mermaid, `linkStyle ${thick.join(",")} stroke`);
  const graph = toTraceData([
    step(hostile, [node(hostile, { name: hostile.replaceAll(":", "") })]),
  ]);
  const labels = [...renderMermaid(graph).matchAll(/\["(.*)"\]|\("(.*)"\)/g)].map(([, a, b]) =>
    a ?? b ?? ""
  );
  assertEquals(labels.length, 2);
  for (const label of labels) assertMatch(label, /^(<b>|<\/b>|<br>|[^<>"`|{}[\]\\&])*$/);
});

Deno.test("renderDot() draws a name again where an arrow would cross many rows", () => {
  const w = parameter(1, { name: "w" });
  let end: TraceNode = step("f", [w]);
  for (let i = 0; i < 20; i++) end = step("f", [end, w]);
  const dot = renderDot(toTraceData([end]));
  const names = dot.split("\n").filter((line) => line.includes("<B>w</B>"));
  assertEquals(names.length, 14); // once in full, and beside the steps that are more than eight rows below
  assertEquals(names.filter((line) => line.includes("1<BR")).length, 1);
});

// Without the names drawn again, Graphviz takes minutes for this one.
Deno.test("renderSvg() draws a parameter that a long chain uses at every step", async () => {
  let end: TraceNode = node(0, { name: "state" });
  const w = parameter(1, { name: "w" });
  for (let i = 0; i < 3000; i++) end = step("f", [end, w]);
  assertMatch(await renderSvg(toTraceData([end])), /<svg [^]*<\/svg>/);
});

Deno.test("toTraceData() counts names up in reading order, inputs beside the step that first takes them", () => {
  let board: TraceNode = node("sea", { name: "board" });
  for (let shot = 0; shot < 3; shot++) board = step("fire", [node(shot, { name: "fleet" }), board]);
  const names = toTraceData([board]).nodes.map(({ name }) => name);
  assertEquals(names, ["fleet0", "board0", "fire0", "fleet1", "fire1", "fleet2", "fire2"]);
});

Deno.test("renderMermaid() shows a table by its rows, as a prompt does", () => {
  const board = node([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]], { name: "board" });
  const mermaid = renderMermaid(toTraceData([board]));
  assertMatch(mermaid, /<br>[^<]*a[^<]*b[^<]*c[^<]*<br>[^<]*d[^<]*e[^<]*f[^<]*<br>/);
});
