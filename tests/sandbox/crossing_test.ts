import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import type { CallResult } from "../../sandbox/protocol.ts";
import { errorOf, unit, valueOf } from "../support/code_runner_conformance.ts";

/** Runs the author's code with a candidate named `rank` beside it. */
async function beside(
  author: string,
  candidate: string,
  args: unknown[] = [],
): Promise<CallResult> {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 1_000 });
  return await pool.run({
    program: {
      entry: "pack",
      units: [
        unit("rank", candidate),
        unit("pack", author, { rank: { kind: "unit", unit: "rank" } }, "sandboxed"),
      ],
    },
    args,
  });
}

Deno.test("a candidate that patches prototypes changes nothing in the author's realm", async () => {
  const result = await beside(
    "export function pack({ rank }: { rank: (n: number) => number }): unknown { rank(1); const all = [3, 1, 2]; all.sort((a, b) => a - b); return [all, all.map((n) => n + 1), [...all].length, JSON.stringify({ a: 1 }), 'a' in {}]; }",
    `export function rank(n: number): number {
      const define = Object.defineProperty;
      const all = [Array.prototype, Object.prototype, Object.getPrototypeOf(() => 1), String.prototype].flatMap((prototype) => Reflect.ownKeys(prototype).map((key) => ({ prototype, key })));
      const { length } = all;
      for (let i = 0; i < length; i++) { try { define(all[i]!.prototype, all[i]!.key, { value: () => 666 }); } catch { /* fixed */ } }
      define(Object.prototype, "a", { value: 666 });
      define(Object.prototype, "get", { value: () => 666 });
      return n;
    }`,
  );
  assertEquals(valueOf(result), [[1, 2, 3], [2, 3, 4], 3, '{"a":1}', false]);
});

Deno.test("objects cross between realms as copies, each side with its own prototypes", async () => {
  const result = await beside(
    `export function pack({ rank }: { rank: (box: { items: number[] }) => { items: number[] } }): unknown {
      const box = { items: [1, 2] };
      const got = rank(box);
      return [box, got, Array.isArray(got.items), got.items instanceof Array, got instanceof Object, Object.getPrototypeOf(got) === Object.prototype];
    }`,
    `let kept: { items: number[] } | undefined;
    export function rank(box: { items: number[] }): unknown {
      const isOwn = box.items instanceof Array && box instanceof Object;
      kept = box;
      kept.items.push(isOwn ? 3 : 666);
      return kept;
    }`,
  );
  assertEquals(valueOf(result), [{ items: [1, 2] }, { items: [1, 2, 3] }, true, true, true, true]);
});

Deno.test("errors cross between realms as errors of the caller, with the candidate's line", async () => {
  const candidate =
    "export function rank(n: number): number {\n  if (n > 1) throw new RangeError('too much');\n  return n;\n}";
  const caught = await beside(
    "export function pack({ rank }: { rank: (n: number) => number }): unknown { try { return rank(2); } catch (error) { return [error instanceof Error, (error as Error).name, (error as Error).message]; } }",
    candidate,
  );
  assertEquals(valueOf(caught), [true, "RangeError", "too much"]);
  const uncaught = await beside(
    "export function pack({ rank }: { rank: (n: number) => number }): unknown { return rank(2); }",
    candidate,
  );
  const [frame] = errorOf(uncaught, "thrown").frames;
  assertEquals([frame?.unit, frame?.line, frame?.lineText], [
    "rank",
    2,
    "  if (n > 1) throw new RangeError('too much');",
  ]);
});

Deno.test("functions, symbols and endless values do not cross between realms", async () => {
  for (
    const bad of [
      "() => 1",
      "Symbol()",
      "(() => { const a: unknown[] = []; a.push(a); return a; })()",
      "{ get x(): number { throw 3; } }",
    ]
  ) {
    const result = await beside(
      "export function pack({ rank }: { rank: () => unknown }): unknown { try { return typeof rank(); } catch (error) { return (error as Error).message; } }",
      `export function rank(): unknown { return ${bad}; }`,
    );
    const message = String(valueOf(result));
    assert(/Cannot return|3/.test(message), message);
  }
  const passed = await beside(
    "export function pack({ rank }: { rank: (f: () => number) => number }): unknown { try { return rank(() => 1); } catch (error) { return (error as Error).message; } }",
    "export function rank(f: () => number): number { return f(); }",
  );
  assertStringIncludes(String(valueOf(passed)), "argument 1 is a function");
});

Deno.test("asynchronous candidates and authors wait for each other across realms", async () => {
  const result = await beside(
    `export async function pack({ rank }: { rank: (n: number) => Promise<number> }, n: number): Promise<unknown> {
      const all = await Promise.all([rank(n), rank(n + 1)]);
      try { await rank(-1); } catch (error) { all.push((error as Error).message.length); }
      return all;
    }`,
    "export async function rank(n: number): Promise<number> { await null; await null; if (n < 0) throw new Error('four'); return 2 * n; }",
    [5],
  );
  assertEquals(valueOf(result), [10, 12, 4]);
  assertEquals(result.trace.callCounts, { rank: 3 });
});

Deno.test("a candidate that hangs or recurses for ever ends the author's call, and only that", async () => {
  const author =
    "export function pack({ rank }: { rank: (n: number) => number }, n: number): unknown { try { return rank(n); } catch (error) { return (error as Error).name; } }";
  assertEquals(
    (await beside(author, "export function rank(): number { for (;;) { /* for ever */ } }", [1]))
      .kind,
    "timeout",
  );
  const deep = await beside(
    author,
    "export function rank(n: number): number { return rank(n) + 1; }",
    [1],
  );
  assertEquals(valueOf(deep), "RangeError");
});

Deno.test("inner calls are all counted, and the first recorded", async () => {
  const result = await beside(
    "export function pack({ rank }: { rank: (n: number, scale?: number) => number }, n: number): number { let sum = 0; for (let i = 0; i < n; i++) sum += i % 2 ? rank(i) : rank(i, 2); return sum; }",
    "export function rank(n: number, scale = 1): number { return n * scale; }",
    [1_000],
  );
  assertEquals(valueOf(result), 749_000);
  assertEquals(result.trace.callCounts, { rank: 1_000 });
  assertEquals(result.trace.calls.length, 64);
  const [first, second] = result.trace.calls;
  assertEquals([first?.args, first?.result, second?.args, second?.result], [[0, 2], 0, [1], 1]);
});

Deno.test("inner calls say in which call they were made", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const use = (name: string) => ({ [name]: { kind: "unit" as const, unit: name } });
  const result = await pool.run({
    program: {
      entry: "top",
      units: [
        unit("leaf", "export function leaf(n: number): number { return n + 1; }"),
        unit(
          "mid",
          "export function mid({ leaf }: { leaf: (n: number) => number }, n: number): number { return leaf(n) + leaf(n); }",
          use("leaf"),
          "sandboxed",
        ),
        unit(
          "top",
          "export function top({ mid }: { mid: (n: number) => number }): number { return mid(1) + mid(2); }",
          use("mid"),
        ),
      ],
    },
    args: [],
  });
  assertEquals(valueOf(result), 10);
  assertEquals(result.trace.calls.map(({ callee, parent, args }) => [callee, parent, args]), [
    ["mid", -1, [1]],
    ["leaf", 0, [1]],
    ["leaf", 0, [1]],
    ["mid", -1, [2]],
    ["leaf", 3, [2]],
    ["leaf", 3, [2]],
  ]);
});
