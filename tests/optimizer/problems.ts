/**
 * Problems as a trainer would hand them over, for the tests of optimizers.
 *
 * @module
 */
import type { NodeData, TraceData } from "../../src/trace/data/graph_data.ts";
import { encodeValue } from "../../src/trace/data/value_data.ts";
import type { ParameterState, Problem } from "../../src/problem/problem.ts";
import type { Refusal } from "../../src/problem/proposal.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import type { ProposeContext } from "../../src/problem/proposer.ts";
import type { Trial } from "../../src/problem/trial.ts";

/** A node by its name, its value, and how it was made: the operator's name and its arguments by name. */
export interface NodeSketch {
  readonly kind?: NodeData["kind"];
  readonly value: unknown;
  readonly by?: readonly [operator: string, documentation: string];
  readonly of?: Readonly<Record<string, string>>;
  readonly more?: Partial<NodeData>;
}

/** A graph from sketches in topological order. */
export function graphOf(sketches: Readonly<Record<string, NodeSketch>>): TraceData {
  const places = new Map(Object.keys(sketches).map((name, place) => [name, place]));
  const nodes = Object.entries(sketches).map(([name, { kind, value, by, of = {}, more }]) => ({
    kind: kind ?? (by === undefined ? "value" : "message"),
    name,
    value: encodeValue(value),
    ...(by === undefined ? {} : { operator: { name: by[0], documentation: by[1] } }),
    inputs: Object.entries(of).map(([arg, from]) => ({ name: arg, node: places.get(from) ?? -1 })),
    ...more,
  }));
  return { version: 1, nodes };
}

/** A parameter whose value is code, without its signature. */
export function codeSketch(entry: string, value: string): NodeSketch {
  return { kind: "parameter", value, more: { code: { entry, signature: "" } } };
}

/** A number as a parameter. */
export function numberState(
  name: string,
  value: number,
  more: Partial<ParameterState> = {},
): ParameterState {
  return { name, kind: "value", type: "number", value, ...more };
}

/** A context without history whose random source is fixed. */
export const bareContext: ProposeContext = proposeContext({ random: () => 0.5 });

const reasonSource = `function reason(board: string[][]): string {
  // Nothing clever yet.
  return "Shoot anywhere.";
}`;

const actSource = `function act(board: string[][], plan: string): [number, number] {
  return [0, 0];
}`;

const board = [
  [".", "X", ".", "."],
  [".", ".", "O", "."],
  [".", ".", ".", "."],
  ["O", ".", ".", "."],
];

/** The paper's agent after one shot: two functions as parameters, and feedback in words. */
export const battleship: Problem = {
  objective: "Hit every ship with as few shots as possible.",
  parameters: [
    {
      name: "reason",
      kind: "code",
      type: "code",
      value: reasonSource,
      description:
        "Looks at the board (. unknown, X hit, O missed) and says in words where ships may be.",
      entry: "reason",
      signature: "function reason(board: string[][]): string",
    },
    {
      name: "act",
      kind: "code",
      type: "code",
      value: actSource,
      description: "Chooses the row and column of the next shot.",
      entry: "act",
      signature: "function act(board: string[][], plan: string): [number, number]",
    },
    numberState("boldness", 0.5, {
      description: "how far from known hits to shoot",
      jsonSchema: { type: "number", minimum: 0, maximum: 1 },
    }),
  ],
  feedback: {
    graph: graphOf({
      board0: { value: board },
      reason: codeSketch("reason", reasonSource),
      reason0: {
        value: "Shoot anywhere.",
        by: ["reason", "Looks at the board and says in words where ships may be."],
        of: { code: "reason", board: "board0" },
        more: {
          statements: [{
            unit: "reason",
            line: 3,
            kind: "return",
            label: "reason",
            value: '"Shoot anywhere."',
            count: 1,
          }],
        },
      },
      act: codeSketch("act", actSource),
      act0: {
        value: [0, 0],
        by: ["act", "Chooses the row and column of the next shot."],
        of: { code: "act", board: "board0", plan: "reason0" },
      },
      boldness: { kind: "parameter", value: 0.5 },
      shoot0: {
        value: "miss",
        by: ["shoot", "Fires at a square of the hidden board."],
        of: { square: "act0", boldness: "boldness" },
      },
    }),
    outputs: [{
      node: 6,
      feedback: {
        score: 0,
        feedback:
          "The shot at row 0, column 0 missed.\nA ship lies next to the hit at row 0, column 1.",
      },
    }],
  },
};

const actBefore = [
  "function act(board: string[][], plan: string): [number, number] {",
  "  for (const row of board) {",
  '    if (row[0] === ".") return [1, 1];',
  "  }",
  "  return [2, 2];",
  "}",
];

/** An earlier try of the battleship: one line of one function, and a number. */
export const shotBefore: Trial = {
  step: 1,
  values: { act: actBefore.join("\n"), boldness: 0.5 },
  score: 0.125,
  scores: { "train/3": 0.25, "train/7": 0 },
  feedback:
    "example 7 (0): Row 1 was shot at twice.\nexample 3 (0.25): The ship in row 0 got away.",
  outputs: "examples 7, 3 (0, 0.25): miss",
  metrics: { shots: 24 },
  isAccepted: false,
  comparison: {
    step: 0,
    values: { act: actBefore.with(4, "  return [0, 0];").join("\n"), boldness: 0.25 },
    examples: 2,
    score: 0.125,
    otherScore: 0.5,
    failed: 0,
    otherFailed: 0,
    otherMetrics: { shots: 20 },
    isUnchanged: false,
  },
  validation: 0.1875,
  refused: [{ parameter: "reason", reason: "line 2: `fetch` is not defined" }],
};

/** A refused suggestion for the battleship: code that does not compile, and a number out of range. */
export const refusedShot: Refusal = {
  values: {
    act: "function act(board: string[][], plan: string): [number, number] {\n  return [0, 0]];\n}",
    boldness: 7,
  },
  rejections: [
    {
      parameter: "act",
      value: "",
      reason: 'line 2: Expected ";" but found "]"',
      diagnostics: [{
        stage: "syntax",
        message: 'Expected ";" but found "]"',
        line: 2,
        column: 16,
        lineText: "  return [0, 0]];",
      }],
    },
    { parameter: "boldness", value: 7, reason: "Too big: expected number to be <=1" },
  ],
};

/** Two numbers, multiplied and shifted; the paper's smallest example. */
export const numeric: Problem = {
  objective: "",
  parameters: [numberState("x0", -1), numberState("y0", 2)],
  feedback: {
    graph: graphOf({
      x0: { kind: "parameter", value: -1 },
      y0: { kind: "parameter", value: 2 },
      mul0: { value: -2, by: ["mul", "Multiplies x by y."], of: { x: "x0", y: "y0" } },
      y1: { value: 1 },
      add0: { value: -1, by: ["add", "Adds x and y."], of: { x: "mul0", y: "y1" } },
    }),
    outputs: [{ node: 4, feedback: { feedback: "The output should be larger." } }],
  },
};

/** Several runs of as many steps, each run judged, with values of some length. */
export function runs(count: number, length: number): Problem {
  const sketches: Record<string, NodeSketch> = { x0: { kind: "parameter", value: 1 } };
  const outputs: number[] = [];
  for (let run = 0; run < count; run++) {
    for (let i = 0; i < length; i++) {
      const before = i === 0 ? "x0" : `f${run}_${i - 1}`;
      const value = `${run} ${i} `.repeat(40);
      sketches[`c${run}_${i}`] = { value: i };
      sketches[`f${run}_${i}`] = {
        value,
        by: [`f${i % 7}`, `Does ${i % 7}.`],
        of: { x: before, y: `c${run}_${i}` },
      };
    }
    outputs.push(2 * length * (run + 1));
  }
  return {
    objective: "",
    parameters: [numberState("x0", 1)],
    feedback: {
      graph: graphOf(sketches),
      outputs: outputs.map((node) => ({ node, feedback: { feedback: "grow" } })),
    },
  };
}
