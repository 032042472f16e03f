/**
 * Measures the cost of recording against the same work without it: one operator against a literal record {value,
 * operator, parents}, a bundle's call against one `AsyncLocalStorage.run`, and with a list
 * against a copy of the list, a call with tracing off against a plain
 * call of a function that runs for about a microsecond.
 *
 *     deno run -A --v8-flags=--expose-gc bench/trace_bench.ts [--json]
 *
 * Times are medians of alternating measurements. Backward has its own benchmark, `backward_bench.ts`.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { stopTracing } from "../src/trace/ambient.ts";
import { bundle } from "../src/trace/bundle/bundle.ts";
import { node, parameter } from "../src/trace/node.ts";
import { beside, print, type Row } from "./measure.ts";

const steps = 10_000;
const rounds = 101;

interface Bare {
  readonly value: number;
  readonly operator: { readonly name: string } | undefined;
  readonly parents: readonly Bare[];
}

const operator = { name: "add" };

/** A chain of plain records over one constant. */
function bareChain(size: number): Bare {
  const one: Bare = { value: 1.5, operator: undefined, parents: [] };
  let end: Bare = one;
  for (let i = 0; i < size; i++) {
    end = { value: end.value + one.value, operator, parents: [end, one] };
  }
  return end;
}

/** The same chain, recorded. */
function tracedChain(size: number): unknown {
  const one = node(1.5);
  let end = one;
  for (let i = 0; i < size; i++) end = end.add(one);
  return end;
}

/** The same chain with a separate constant for every step. */
function bareChainOfConstants(size: number): Bare {
  let end: Bare = { value: 1.5, operator: undefined, parents: [] };
  for (let i = 0; i < size; i++) {
    const constant: Bare = { value: i, operator: undefined, parents: [] };
    end = { value: end.value + constant.value, operator, parents: [end, constant] };
  }
  return end;
}

function tracedChainOfConstants(size: number): unknown {
  let end = node(1.5);
  for (let i = 0; i < size; i++) end = end.add(i);
  return end;
}

function work(seed: number): number {
  let total = seed;
  for (let i = 0; i < 300; i++) total = (total * 31 + i) % 65_521;
  return total;
}

const storage = new AsyncLocalStorage<object>();
const context = {};
const addBare = (x: number, y: number): number => x + y;
const addBundle = bundle((x: number, y: number): number => x + y);
const workBundle = bundle(work);
const lengthOf = (list: readonly number[]): number => list.length;
const lengthBundle = bundle(lengthOf);
const numbers = (length: number) => Array.from({ length }, (_, i) => i);
const [numbers20, numbers1000] = [numbers(20), numbers(1_000)];
const [shortList, longList] = [node(numbers20), node(numbers1000)];
const [x, y] = [parameter(1), node(2)];

/** Microseconds per step of a loop. */
function perStep(run: (size: number) => unknown, size: number = steps): () => Promise<number> {
  return () => {
    const start = performance.now();
    const result = run(size);
    const elapsed = performance.now() - start;
    if (result === null) throw new Error("the work was optimized away");
    return Promise.resolve(elapsed / size * 1000);
  };
}

/** Bytes retained per step of a chain. */
function held(chain: (size: number) => unknown): () => Promise<number> {
  return () => {
    const gc = (globalThis as { gc?: () => void }).gc; // available with --expose-gc
    gc?.();
    const before = Deno.memoryUsage().heapUsed;
    const result = chain(100_000);
    gc?.();
    const bytes = (Deno.memoryUsage().heapUsed - before) / 100_000;
    if (result === null) throw new Error("the chain was optimized away");
    return Promise.resolve(bytes);
  };
}

const loop = (call: (i: number) => unknown) => (size: number): unknown => {
  let result: unknown;
  for (let i = 0; i < size; i++) result = call(i);
  return result;
};

async function compare(
  what: string,
  unit: Row["unit"],
  other: string,
  target: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  turns: number = rounds,
): Promise<Row> {
  const [left, right] = await beside(turns, ours, theirs);
  return { what, unit, ours: left, beside: other, other: right, target };
}

const off = perStep((size) => stopTracing(() => loop((i) => workBundle(i))(size)), 1000);

print([
  await compare(
    "operator on two nodes",
    "µs",
    "bare record",
    4,
    perStep(tracedChain),
    perStep(bareChain),
  ),
  await compare(
    "operator on a node and a value",
    "µs",
    "two plain records",
    4,
    perStep(tracedChainOfConstants),
    perStep(bareChainOfConstants),
  ),
  ...("gc" in globalThis
    ? [
      await compare(
        "memory of an operator's node",
        "bytes",
        "bare record",
        2,
        held(tracedChain),
        held(bareChain),
        5,
      ),
    ]
    : []),
  await compare(
    "call of a bundle",
    "µs",
    "AsyncLocalStorage.run",
    4,
    perStep(loop(() => addBundle(x, y))),
    perStep(loop((i) => storage.run(context, () => addBare(i, 2)))),
  ),
  await compare(
    "call of a bundle with a list of 20",
    "µs",
    "structuredClone of the list",
    8,
    perStep(loop(() => lengthBundle(shortList)), 200),
    perStep(loop(() => structuredClone(numbers20)), 200),
  ),
  await compare(
    "call of a bundle with a list of 1,000",
    "µs",
    "structuredClone of the list",
    20,
    perStep(loop(() => lengthBundle(longList)), 20),
    perStep(loop(() => structuredClone(numbers1000)), 20),
  ),
  await compare(
    "call of a bundle that works for 1 µs, tracing off",
    "µs",
    "plain call",
    2,
    off,
    perStep(loop(work), 1000),
  ),
]);
