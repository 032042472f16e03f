import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import fc from "fast-check";
import { foldSteps } from "../../src/render/fold_steps.ts";
import { graphTexts, programOf } from "../../src/render/graph_texts.ts";
import { partialGraph, wholeGraph } from "../../src/render/partial_graph.ts";
import { codeLines } from "../../src/render/render_text.ts";
import { runsOf, worstFirst } from "../../src/render/runs.ts";
import { shareValues } from "../../src/render/share_values.ts";
import { toTraceData } from "../../src/trace/data/trace_data.ts";
import { build, plans } from "../trace/random_graph.ts";
import { codeSketch, graphOf, type NodeSketch } from "../optimizer/problems.ts";

type Sketches = Record<string, NodeSketch>;

const by = (name: string): [string, string] => [name, `Does ${name}.`];

/** A game of some turns on a board of three rows; each turn shoots at the next square. */
function game(number: number, turns: number): Sketches {
  const sketches: Sketches = {
    [`fleet${number}`]: { value: `fleet ${number} of three long ships: ${"#".repeat(20)}` },
  };
  let board = Array.from({ length: 4 }, () => Array<string>(10).fill("."));
  sketches[`board${number}`] = { value: board };
  for (let turn = 0; turn < turns; turn++) {
    const at = number * turns + turn;
    const [row, column] = [Math.floor(turn / 10), turn % 10];
    board = board.with(row, board[row]!.with(column, number === 0 ? "O" : "X"));
    const before = turn === 0 ? `board${number}` : `fire${at - 1}`;
    sketches[`act${at}`] = {
      value: [row, column],
      by: by("act"),
      of: { code: "act", board: before },
    };
    sketches[`fire${at}`] = {
      value: board,
      by: by("fire"),
      of: { fleet: `fleet${number}`, board: before, target: `act${at}` },
    };
  }
  return sketches;
}

/** The folded texts of sketches with the outputs named. */
function foldedTexts(sketches: Sketches, outputs: readonly string[], limit = 2_000) {
  const graph = graphOf(sketches);
  const places = outputs.map((name) => graph.nodes.findIndex((node) => node.name === name));
  return graphTexts(graph, { outputs: places, limit, runs: foldSteps(graph, places) });
}

Deno.test("graphTexts() shows the first and the last turn of a loop with their arguments, and counts the others", () => {
  const { Code } = foldedTexts({ act: codeSketch("act", ""), ...game(0, 20) }, ["fire19"]);
  assertEquals(Code, [
    "const act0 = act(board: board0);",
    "const fire0 = fire(fleet: fleet0, board: board0, target: act0);",
    "// … 18 more turns of the same: act1 to act18, fire1 to fire18",
    "const act19 = act(board: fire18);",
    "const fire19 = fire(fleet: fleet0, board: fire18, target: act19);",
  ]);
});

Deno.test("graphTexts() shows the turn of a loop with the worst output", () => {
  const { Code } = foldedTexts({ act: codeSketch("act", ""), ...game(0, 20) }, ["fire7", "fire19"]);
  assertEquals(Code?.slice(2, 6), [
    "// … 6 more turns of the same: act1 to act6, fire1 to fire6",
    "const act7 = act(board: fire6);",
    "const fire7 = fire(fleet: fleet0, board: fire6, target: act7);",
    "// … 11 more turns of the same: act8 to act18, fire8 to fire18",
  ]);
});

Deno.test("graphTexts() lists the values of all turns, as changes where these are shorter", () => {
  const { Others } = foldedTexts({ act: codeSketch("act", ""), ...game(0, 6) }, ["fire5"]);
  assertEquals(Others?.slice(1), [
    "act0 to act5: [0, 0]; [0, 1]; [0, 2]; [0, 3]; [0, 4]; [0, 5]",
    'fire0 to fire4: board0 with [0][0] = "O"; [0][1] = "O"; [0][2] = "O"; [0][3] = "O"; [0][4] = "O"',
  ]);
});

Deno.test("graphTexts() writes the steps of a batch once, and every run's values", () => {
  const sketches = { act: codeSketch("act", ""), ...game(0, 20), ...game(1, 20) };
  const { Code = [], Others = [] } = foldedTexts(sketches, ["fire19", "fire39"]);
  assertEquals(
    Code.at(-1),
    "// The same again with board1 for board0, fleet1 for fleet0: act20 to act39, fire20 to fire39",
  );
  const text = Others.join("\n");
  assertMatch(text, /act0 to act19: \[0, 0\]; .*\[1, 9\]$/m);
  assertMatch(text, /act20 to act39: \[0, 0\]; .*\[1, 9\]$/m);
});

Deno.test("graphTexts() does not fold steps that take their arguments from elsewhere", () => {
  const sketches: Sketches = { x: { kind: "parameter", value: 1 } };
  for (let i = 0; i < 12; i++) {
    const from = i === 0 ? "x" : `f${Math.floor(i / 3)}`;
    sketches[`f${i}`] = { value: i, by: by("f"), of: { a: i < 2 ? "x" : from, b: "x" } };
  }
  assertEquals(foldedTexts(sketches, ["f11"]).Code?.length, 12);
});

Deno.test("graphTexts() names the constants of a loop where they differ, and lists them", () => {
  const sketches: Sketches = { x: { kind: "parameter", value: 1 } };
  for (let i = 0; i < 8; i++) {
    sketches[`number${i}`] = { value: i * i };
    sketches[`add${i}`] = {
      value: i,
      by: by("add"),
      of: { x: i === 0 ? "x" : `add${i - 1}`, y: `number${i}` },
    };
  }
  const { Inputs = [], Code = [] } = foldedTexts(sketches, ["add7"]);
  assertStringIncludes(Inputs.join("\n"), "number0 to number7: 0; 1; 4; 9; 16; 25; 36; 49");
  assertEquals(Code.at(-1), "const add7 = add(x: add6, y: number7);");
});

Deno.test("graphTexts() reads fields of shown records where they are used", () => {
  const get = "The value of x at the key.";
  const { Code, Others } = foldedTexts({
    x: { kind: "parameter", value: 1 },
    state0: { value: { at: [3, 4] }, by: by("start"), of: { x: "x" } },
    k0: { value: "at" },
    get0: { value: [3, 4], by: ["get", get], of: { x: "state0", key: "k0" } },
    k1: { value: 1 },
    get1: { value: 4, by: ["get", get], of: { x: "get0", key: "k1" } },
    move0: { value: 5, by: by("move"), of: { y: "get1" } },
  }, ["move0"]);
  assertEquals(Code, [
    "const state0 = start(x: x);",
    "const move0 = move(y: state0.at[1]);",
  ]);
  assertEquals(Others, ["const state0 = {at: [3, 4]};"]);
});

Deno.test("graphTexts() shows the source that failed once, and each time its message and its values", () => {
  const failed = (message: string): NodeSketch => ({
    kind: "exception",
    value: message,
    by: by("f"),
    of: { x: "x" },
    more: {
      failure: {
        kind: "thrown",
        name: "Error",
        message,
        full: `1 | f(a) {\n2 |   boom();  <--- (Error) ${message}\nwith a = ${message}`,
      },
    },
  });
  const sketches: Sketches = {
    x: { kind: "parameter", value: 1 },
    f0: failed("a"),
    f1: failed("b"),
  };
  assertEquals(foldedTexts(sketches, ["f0", "f1"]).Outputs, [
    "f0 failed:\n  1 | f(a) {\n  2 |   boom();  <--- (Error) a\n  with a = a",
    "f1 failed where f0 did: Error: b\n  with a = b",
  ]);
});

Deno.test("worstFirst() brings the run with the lowest score to the front, with what it takes", () => {
  const graph = graphOf({
    x: { kind: "parameter", value: 1 },
    a: { value: 1 },
    f0: { value: 1, by: by("f"), of: { x: "x", y: "a" } },
    g0: { value: 1, by: by("g"), of: { x: "f0" } },
    b: { value: 2 },
    f1: { value: 2, by: by("f"), of: { x: "x", y: "b" } },
    g1: { value: 2, by: by("g"), of: { x: "f1" } },
  });
  assertEquals(runsOf(graph), [[2, 3], [5, 6]]);
  const outputs = [{ node: 3, feedback: { score: 1 } }, { node: 6, feedback: { score: 0 } }];
  const sorted = worstFirst({ graph, outputs });
  assertEquals(sorted.graph.nodes.map(({ name }) => name), ["x", "b", "f1", "g1", "a", "f0", "g0"]);
  assertEquals(sorted.outputs.map(({ node }) => node), [3, 6]);
  assertEquals(codeLines(sorted.graph), [
    "const f1 = f(x: x, y: 2);",
    "const g1 = g(x: f1);",
    "const f0 = f(x: x, y: 1);",
    "const g0 = g(x: f0);",
  ]);
});

Deno.test("shareValues() makes one of equal inputs, but not of those with another description", () => {
  const value = "a value of some length that is worth sharing";
  const graph = graphOf({
    text0: { value },
    text1: { value },
    text2: { value, more: { description: "The second." } },
    f0: { value: 1, by: by("f"), of: { a: "text0", b: "text1", c: "text2" } },
  });
  const shared = shareValues({ graph, outputs: [{ node: 3, feedback: {} }] });
  assertEquals(shared.graph.nodes.map(({ name }) => name), ["text0", "text2", "f0"]);
  assertEquals(shared.graph.nodes[2]?.inputs.map(({ node }) => node), [0, 0, 1]);
  assertEquals(shared.outputs, [{ node: 2, feedback: {} }]);
});

Deno.test("partialGraph() names the nearest values that are shown as the arguments of a gap", () => {
  const graph = graphOf({ act: codeSketch("act", ""), ...game(0, 8) });
  const place = (name: string) => graph.nodes.findIndex((node) => node.name === name);
  const whole = wholeGraph(graph, [place("fire7")]);
  const { graph: view } = partialGraph(whole, ["act5", "act6", "fire7"].map(place));
  const lines = codeLines(view);
  assertStringIncludes(lines.join("\n"), "const fire5 = …(fleet0, fire4, act5);");
  assertNotMatch(lines.join("\n"), /fire5 = .*act[0-4]/);
});

Deno.test("foldSteps() has every step of a random graph in one block of one run, in order", () => {
  fc.assert(fc.property(plans(40), (plan) => {
    const graph = toTraceData(build(plan));
    const runs = foldSteps(graph, []);
    const steps = [...graph.nodes.keys()].filter((place) =>
      graph.nodes[place]?.operator !== undefined
    );
    const inBlocks = runs.map(({ blocks }) =>
      blocks.flatMap((block) => block.kind === "steps" ? block.steps : block.turns.flat())
    );
    assertEquals(inBlocks, runs.map(({ steps }) => steps));
    assertEquals(inBlocks.flat().toSorted((one, other) => one - other), steps);
  }));
});

Deno.test("worstFirst() and shareValues() keep the code of a random graph", () => {
  fc.assert(
    fc.property(plans(40), fc.array(fc.nat(10), { minLength: 1, maxLength: 5 }), (plan, scores) => {
      const graph = toTraceData(build(plan));
      const outputs = scores.map((score) => ({
        node: score % graph.nodes.length,
        feedback: { score },
      }));
      const arranged = shareValues(worstFirst({ graph, outputs }));
      for (const [place, { inputs }] of arranged.graph.nodes.entries()) {
        assert(inputs.every(({ node }) => node < place));
      }
      assertEquals(codeLines(arranged.graph).toSorted(), codeLines(graph).toSorted());
      const nameAt = (node: number) => arranged.graph.nodes[node]?.name;
      assertEquals(
        arranged.outputs.map(({ node }) => nameAt(node)).toSorted(),
        outputs.map(({ node }) => graph.nodes[node]?.name).toSorted(),
      );
    }),
  );
});

Deno.test("graphTexts() lists no arguments in an order other than that of the turns", () => {
  const sketches: Sketches = { x: { kind: "parameter", value: 1 } };
  for (let i = 0; i < 10; i++) sketches[`number${i}`] = { value: i };
  for (let i = 0; i < 10; i++) {
    sketches[`add${i}`] = {
      value: i,
      by: by("add"),
      of: { x: i === 0 ? "x" : `add${i - 1}`, y: `number${9 - i}` },
    };
  }
  const { Inputs = [] } = foldedTexts(sketches, ["add9"]);
  assertEquals(Inputs.length, 10);
  assertEquals(Inputs[0], "const number0 = 0;");
});

Deno.test("programOf() writes values within any limits as if it wrote them for the first time", () => {
  const graph = graphOf({ act: codeSketch("act", ""), ...game(0, 20), ...game(1, 20) });
  const outputs = ["fire19", "fire39"].map((name) =>
    graph.nodes.findIndex((node) => node.name === name)
  );
  const runs = foldSteps(graph, outputs);
  const program = programOf(graph, { outputs, runs });
  const all = [2_000, 60, 500].flatMap((limit) =>
    [limit, 40].map((repeatLimit) => ({ limit, repeatLimit }))
  );
  for (const limits of all) {
    const texts = { ...program.steps, ...program.values(limits) };
    assertEquals(texts, graphTexts(graph, { outputs, runs, ...limits }));
  }
  assert(new Set(all.map((limits) => JSON.stringify(program.values(limits)))).size > 1);
});
