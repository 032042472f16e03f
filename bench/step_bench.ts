/**
 * Measures a step of an optimizer without the model's time, beside the backward pass of the same run, on graphs of 3,000
 * operators.
 *
 *     deno run -A bench/step_bench.ts [--json]
 *
 * Backward is the delivery of feedback and the minimal subgraph as data; the step is everything after it: the problem, the
 * prompt, and the reading of the answer.
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { bundle, node, parameter, scriptedModel } from "../mod.ts";
import { OptoPrime } from "../src/entry/optimizer.ts";
import { backward } from "../src/propagate/backward.ts";
import { feedbackGraph } from "../src/propagate/feedback_graph.ts";
import { randomFrom } from "../src/seeds.ts";
import { median, print, type Row } from "./measure.ts";

const operators = 3_000;
const rounds = 15;

type NumberNode = ReturnType<typeof number>;
const number = (value: number) => node(value);

/** Outputs of a run with two parameters. */
type Build = (v: NumberNode, w: NumberNode) => readonly NumberNode[];

const shapes: Readonly<Record<string, Build>> = {
  "a chain with constants": (v, w) => {
    let end = v;
    for (let i = 0; i < operators; i++) end = i % 2 === 0 ? end.mul(w) : end.add(i);
    return [end];
  },
  "operators on any earlier ones": (v, w) => {
    const random = randomFrom(1);
    const nodes: NumberNode[] = [v.add(0), w.add(0)];
    while (nodes.length < operators) {
      const earlier = () => nodes[Math.floor(random() * nodes.length)]!; // within the list
      const kinds = [
        () => earlier().add(earlier()),
        () => earlier().sub(earlier()),
        () => earlier().mul(0.5),
        () => earlier().add(nodes.length),
      ];
      nodes.push(kinds[Math.floor(random() * kinds.length)]!()); // within the list
    }
    return nodes.slice(-30);
  },
  "30 games of 33 moves": (v, w) =>
    Array.from({ length: 30 }, (_, game) => {
      let board = node<string[]>(
        Array.from({ length: 25 }, (_, i) => (i + game) % 7 === 0 ? "x" : "."),
      );
      let seen = v.add(game);
      for (let turn = 0; turn < 33; turn++) {
        const place = pick(board, turn % 2 === 0 ? v : w);
        board = move(board, place);
        seen = seen.add(place);
      }
      return seen;
    }),
};

const move = bundle((board: readonly string[], place: number): string[] =>
  board.with(place, board[place] === "." ? "x" : ".")
);
const pick = bundle((board: readonly string[], seed: number): number =>
  (Math.floor(Math.abs(seed) * 7) + board.filter((cell) => cell === "x").length * 3) % board.length
);

/** Processor time of this process, which other work on the machine does not change. */
function processorMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of backward and of the step after it. */
async function once(build: Build): Promise<{ readonly walk: number; readonly step: number }> {
  const [v, w] = [parameter(0.5, { name: "v" }), parameter(0.5, { name: "w" })];
  const optimizer = new OptoPrime([v, w], {
    model: scriptedModel(() => '{"suggestion": {}}'),
  });
  const outputs = build(v, w);
  const start = processorMs();
  outputs.forEach((output, at) =>
    backward(output, { score: at, feedback: `output ${at} should be larger` })
  );
  feedbackGraph([v, w]);
  const middle = processorMs();
  await optimizer.step();
  return { walk: middle - start, step: processorMs() - middle };
}

const rows: Row[] = [];
for (const [name, build] of Object.entries(shapes)) {
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await once(build));
  rows.push({
    what: `a step after ${name}`,
    unit: "ms",
    ours: median(times.map(({ step }) => step)),
    beside: "backward and its graph",
    other: median(times.map(({ walk }) => walk)),
    target: 2,
  });
}
print(rows);
