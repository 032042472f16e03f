/**
 * Measures backward on graphs that are hard for a naive walk, at two sizes each, and on a chain of a million steps.
 *
 *     deno run -A bench/backward_bench.ts [--json]
 *
 * `backward` is the walk that delivers feedback; `graph` is the minimal subgraph as data, which an optimizer needs
 * once per step. Times are medians. Measurements run in separate processes: one that collects the garbage of graph
 * construction first, and one whose heap is limited to 1 GiB for the million.
 *
 * @module
 */
import { backward } from "../src/propagate/backward.ts";
import { feedbackGraph } from "../src/propagate/feedback_graph.ts";
import { TraceNode } from "../src/trace/trace_node.ts";
import { TraceParameter } from "../src/trace/trace_parameter.ts";

interface Shape {
  readonly name: string;
  readonly small: number;
  readonly large: number;
  /** Builds a graph of that size on one parameter and returns its output. */
  readonly build: (size: number, w: TraceParameter) => TraceNode;
}

interface Row {
  readonly name: string;
  readonly smallMs: number;
  readonly largeMs: number;
  readonly ratio: number;
  readonly graphSmallMs: number;
  readonly graphLargeMs: number;
  readonly graphRatio: number;
}

const shapes: readonly Shape[] = [
  { name: "chain", small: 10_000, large: 100_000, build: chain },
  { name: "fan-out and join", small: 3_000, large: 30_000, build: fan },
  { name: "one parameter reused", small: 3_000, large: 30_000, build: reuse },
  { name: "dense layers of 10", small: 100, large: 1_000, build: dense },
];

const operator = { name: "add", documentation: "Adds its arguments." };

function step(inputs: readonly TraceNode[], inputNames: readonly string[]): TraceNode {
  return new TraceNode("message", 1, { operator, inputs, inputNames });
}

function chain(size: number, w: TraceParameter): TraceNode {
  const one = new TraceNode("value", 1);
  let end: TraceNode = w;
  for (let i = 0; i < size; i++) end = step([end, one], ["x", "y"]);
  return end;
}

function fan(size: number, w: TraceParameter): TraceNode {
  const middle = Array.from({ length: size }, () => step([w], ["x"]));
  return step(middle, middle.map((_, i) => String(i)));
}

function reuse(size: number, w: TraceParameter): TraceNode {
  let state: TraceNode = new TraceNode("value", 0);
  for (let i = 0; i < size; i++) state = step([state, w], ["state", "w"]);
  return state;
}

function dense(size: number, w: TraceParameter): TraceNode {
  const names = Array.from({ length: 10 }, (_, i) => String(i));
  let layer: TraceNode[] = names.map(() => step([w], ["x"]));
  for (let i = 0; i < size; i++) {
    const below = layer;
    layer = names.map(() => step(below, names));
  }
  return step(layer, names);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

interface Timing {
  readonly backwardMs: number;
  readonly graphMs: number;
}

/** Available through a V8 flag of the measuring process. */
declare const gc: (options: { type: "minor" }) => void;

function once(shape: Shape, size: number): Timing {
  const w = new TraceParameter(1, { name: "w" });
  const output = shape.build(size, w);
  gc({ type: "minor" });
  const start = performance.now();
  backward(output, "should be larger");
  const middle = performance.now();
  const { graph } = feedbackGraph([w]);
  const end = performance.now();
  if (graph.nodes.length <= size) {
    throw new Error(`the ${shape.name} lost nodes: ${graph.nodes.length}`);
  }
  return { backwardMs: middle - start, graphMs: end - middle };
}

function measure(shape: Shape): Row {
  // Both sizes alternate, so that other load affects both alike.
  const turns = Array.from({ length: 21 }, () => ({
    small: once(shape, shape.small),
    large: once(shape, shape.large),
  })).slice(4); // the first runs are before JIT compilation
  const smallMs = median(turns.map(({ small }) => small.backwardMs));
  const largeMs = median(turns.map(({ large }) => large.backwardMs));
  const graphSmallMs = median(turns.map(({ small }) => small.graphMs));
  const graphLargeMs = median(turns.map(({ large }) => large.graphMs));
  return {
    name: shape.name,
    smallMs,
    largeMs,
    ratio: largeMs / smallMs,
    graphSmallMs,
    graphLargeMs,
    graphRatio: graphLargeMs / graphSmallMs,
  };
}

interface Million {
  readonly ms: number;
  readonly rssMb: number;
}

/** Runs in the limited process: prints its figures as JSON. */
function million(): void {
  const w = new TraceParameter(1, { name: "w" });
  const output = chain(1_000_000, w);
  const start = performance.now();
  backward(output, "should be larger");
  const ms = performance.now() - start;
  if (w.feedback.length !== 1) throw new Error("the chain of a million steps lost its feedback");
  console.log(JSON.stringify({ ms, rssMb: Deno.memoryUsage().rss / 2 ** 20 } satisfies Million));
}

/** Runs this file in a separate process and returns its output. */
async function inProcess<T>(v8Flag: string, part: string): Promise<T> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", `--v8-flags=${v8Flag}`, "-A", import.meta.url, part],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`${part} failed: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function measureMillion(): Promise<Million> {
  const runs: Million[] = [];
  for (let i = 0; i < 3; i++) runs.push(await inProcess("--max-old-space-size=1024", "--million"));
  return { ms: median(runs.map(({ ms }) => ms)), rssMb: median(runs.map(({ rssMb }) => rssMb)) };
}

function print(rows: readonly Row[], last: Million): void {
  const cells = [
    ["graph", "small ms", "large ms", "ratio", "graph small ms", "graph large ms", "ratio"],
    ...rows.map(({ name, smallMs, largeMs, ratio, graphSmallMs, graphLargeMs, graphRatio }) => [
      name,
      ...[smallMs, largeMs, ratio, graphSmallMs, graphLargeMs, graphRatio].map((n) => n.toFixed(1)),
    ]),
  ];
  for (const [first = "", ...others] of cells) {
    console.log(first.padEnd(22) + others.map((cell) => cell.padStart(16)).join(""));
  }
  console.log(
    `million steps: ${(last.ms / 1000).toFixed(2)} s, ${last.rssMb.toFixed(0)} MiB resident`,
  );
}

if (Deno.args.includes("--million")) {
  million();
} else if (Deno.args.includes("--shapes")) {
  console.log(JSON.stringify(shapes.map(measure)));
} else {
  const rows = await inProcess<Row[]>("--expose-gc", "--shapes");
  const last = await measureMillion();
  if (Deno.args.includes("--json")) console.log(JSON.stringify({ rows, million: last }));
  else print(rows, last);
}
