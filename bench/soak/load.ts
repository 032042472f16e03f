/**
 * Keeps a pool busy, with a fault every tenth call, and checks the result of every other call.
 *
 * @module
 */
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import type { Program } from "../../src/trace/code_runner.ts";
import { countBy, type Figures, spread } from "./figures.ts";

/** Calls in flight. */
const width = 16;

function program(name: string, body: string): Program {
  const source = `export function ${name}(n: number): unknown { ${body} }`;
  const unit = {
    id: name,
    kind: "trainable",
    entry: name,
    source,
    original: source,
    uses: {},
  } as const;
  return { entry: name, units: [unit] };
}

const good = program(
  "good",
  "let sum = 0; for (let i = 0; i < 1000; i++) sum += i * n; return sum;",
);

const bad: readonly Program[] = [
  program("thrown", "throw new Error(String(n));"),
  program("loop", "for (;;);"),
  program("deep", "const down = (): number => down() + 1; return down();"),
  program("large", "return 'x'.repeat(5e6);"),
  program("fatal", "return 'x'.repeat(2 ** 29 - 25).split('').length;"),
];

/** @param seconds duration */
export async function load(seconds: number): Promise<Figures> {
  await using pool = openSandboxPool({ timeoutMs: 50 });
  await pool.warm();
  const ms: number[] = [];
  const kinds: string[] = [];
  const faults: string[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  let calls = 0;
  let rssMb = 0;
  async function callSome(): Promise<void> {
    while (performance.now() < end) {
      const call = ++calls;
      if (call % 10 === 0) {
        const wrong = bad[(call / 10) % bad.length] ?? good;
        const { kind } = await pool.run({ program: wrong, args: [call] });
        kinds.push(kind);
        if (kind === "value") faults.push(`"${wrong.entry}" gave a value`);
        continue;
      }
      const began = performance.now();
      const result = await pool.run({ program: good, args: [call] });
      ms.push(performance.now() - began);
      if (result.kind !== "value") faults.push(`a good call ended by ${result.kind}`);
      else if (result.value !== 499_500 * call) faults.push("a good call gave a wrong value");
      if (call % 50 === 1) rssMb = Math.max(rssMb, Deno.memoryUsage().rss / 2 ** 20);
    }
  }
  await Promise.all(Array.from({ length: width }, callSome));
  const perSecond = calls / ((performance.now() - start) / 1_000);
  return {
    rows: [
      ["throughput", `${perSecond.toFixed(0)} calls a second, ${width} in flight`],
      ["a good call", spread(ms)],
      ["faulty calls", countBy(kinds)],
      ["memory at most", `${rssMb.toFixed(0)} MB`],
    ],
    faults,
  };
}
