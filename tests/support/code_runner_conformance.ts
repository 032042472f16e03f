/**
 * What every code runner must do; each implementation runs this suite.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { CallResult } from "../../sandbox/protocol.ts";
import type { CodeRunner, HostTool, Program, Unit, Use } from "../../src/trace/code_runner.ts";

/** Time limit of one call that a runner under test must have as its default. */
export const conformanceTimeoutMs = 1_000;

/** A program of one trainable function whose entry is also its id. */
export function program(
  entry: string,
  source: string,
  uses: Readonly<Record<string, Use>> = {},
): Program {
  return { entry, units: [unit(entry, source, uses)] };
}

/** One unit whose entry is also its id. */
export function unit(
  id: string,
  source: string,
  uses: Readonly<Record<string, Use>> = {},
  kind: Unit["kind"] = "trainable",
): Unit {
  return { id, kind, entry: id, source, original: source, uses };
}

/** The value of a result, which must have one. */
export function valueOf(result: CallResult): unknown {
  assert(
    result.kind === "value",
    `${result.kind}: ${"error" in result ? result.error.message : ""}`,
  );
  return result.value;
}

/** The error of a result, which must be of this kind. */
export function errorOf(result: CallResult, kind: Exclude<CallResult["kind"], "value">) {
  assertEquals(result.kind, kind, JSON.stringify(result));
  assert(result.kind !== "value");
  return result.error;
}

/**
 * Registers the suite as tests under a name.
 *
 * @param make a runner whose default time limit is {@linkcode conformanceTimeoutMs}
 */
export function codeRunnerConformance(name: string, make: () => CodeRunner): void {
  const it = (what: string, run: (runner: CodeRunner) => Promise<void>) =>
    Deno.test(`${name} ${what}`, async () => {
      await using runner = make();
      await run(runner);
    });

  it("runs TypeScript and gives its value", async (runner) => {
    const add = program(
      "add",
      "type N = number;\nexport function add(a: N, b: N): N { return a + b; }",
    );
    assertEquals(await runner.prepare(add), { kind: "ready" });
    assertEquals(valueOf(await runner.run({ program: add, args: [1, 2] })), 3);
  });

  it("finds an entry that is declared and not exported", async (runner) => {
    const own = program("own", "function own(): number { return 7; }");
    assertEquals(valueOf(await runner.run({ program: own, args: [] })), 7);
  });

  it("takes what an asynchronous function resolves to", async (runner) => {
    const later = program(
      "later",
      "export async function later(n: number): Promise<number> { await null; return n; }",
    );
    assertEquals(valueOf(await runner.run({ program: later, args: [4] })), 4);
  });

  it("passes data that JSON loses", async (runner) => {
    const echo = program("echo", "export function echo(value: unknown): unknown { return value; }");
    for (
      const value of [NaN, -0, Infinity, undefined, 12n, null, "\ud800 \u2028", new Date(5), [1, [
        2,
      ]]]
    ) {
      assertEquals(valueOf(await runner.run({ program: echo, args: [value] })), value);
    }
    const nested = { map: new Map([[1, new Set(["a"])]]), bytes: new Uint8Array([1, 2]) };
    assertEquals(valueOf(await runner.run({ program: echo, args: [nested] })), nested);
  });

  it("gives many results in order", async (runner) => {
    const half = program(
      "half",
      "export function half(n: number): number { if (n === 2) throw new Error('two'); return n / 2; }",
    );
    const results = await runner.runMany({ program: half }, [[0], [2], [4]]);
    assertEquals(results.map(({ kind }) => kind), ["value", "thrown", "value"]);
    assertEquals(results.map((result) => result.kind === "value" && result.value), [0, false, 2]);
    assertEquals(await runner.runMany({ program: half }, []), []);
  });

  it("gives what was thrown with the author's line", async (runner) => {
    const fail = program(
      "fail",
      "interface Box { room: { size: number } | undefined }\n\nexport function fail(box: Box): number {\n  return box.room!.size;\n}",
    );
    const error = errorOf(await runner.run({ program: fail, args: [{}] }), "thrown");
    assertEquals(error.name, "TypeError");
    assertEquals(error.frames[0]?.unit, "fail");
    assertEquals(error.frames[0]?.line, 4);
    assertEquals(error.frames[0]?.lineText, "  return box.room!.size;");
  });

  it("gives what was thrown when it is no error", async (runner) => {
    const three = program("three", "export function three(): never { throw 3; }");
    assertStringIncludes(
      errorOf(await runner.run({ program: three, args: [] }), "thrown").message,
      "3",
    );
  });

  it("stops a loop at the limit and goes on", async (runner) => {
    const spin = program(
      "spin",
      "export function spin(on: boolean): number { while (on) { /* for ever */ } return 1; }",
    );
    const result = await runner.run({ program: spin, args: [true], timeoutMs: 50 });
    assert(result.kind === "timeout" && result.limitMs === 50);
    assertEquals(valueOf(await runner.run({ program: spin, args: [false] })), 1);
  });

  it("refuses source that does not parse", async (runner) => {
    const broken = program("broken", "export function broken() {\n  return 1 +;\n}");
    const preparation = await runner.prepare(broken);
    assert(preparation.kind === "refused");
    assertEquals([preparation.unit, preparation.diagnostics[0]?.stage], ["broken", "syntax"]);
    errorOf(await runner.run({ program: broken, args: [] }), "refused");
  });

  it("refuses at load a top level that throws or does not end", async (runner) => {
    for (const top of ["throw new Error('no');", "for (;;) { /* for ever */ }"]) {
      const source = `${top}\nexport function late(): number { return 1; }`;
      const preparation = await runner.prepare(program("late", source));
      assert(preparation.kind === "refused");
      assertEquals(preparation.diagnostics[0]?.stage, "load");
    }
  });

  it("refuses a result that is no plain data", async (runner) => {
    const give = program("give", "export function give(): unknown { return { f: () => 1 }; }");
    errorOf(await runner.run({ program: give, args: [] }), "refused");
  });

  it("captures the console", async (runner) => {
    const speak = program(
      "speak",
      "export function speak(): void { console.log('a', 1); console.error('b'); }",
    );
    const { console } = await runner.run({ program: speak, args: [] });
    assertEquals(console, [{ level: "log", text: "a 1" }, { level: "error", text: "b" }]);
  });

  it("gives the same random numbers for the same seed", async (runner) => {
    const random = program("random", "export function random(): number { return Math.random(); }");
    const draw = async (seed: number) =>
      valueOf(await runner.run({ program: random, args: [], seed }));
    const first = await draw(1);
    assertEquals(await draw(1), first);
    assert(await draw(2) !== first);
  });

  it("injects data and units before the arguments", async (runner) => {
    const outer = unit(
      "outer",
      "export function outer({ inner, table }: { inner: (n: number) => number; table: number[] }, n: number): number { return inner(n) + table[0]!; }",
      { inner: { kind: "unit", unit: "inner" }, table: { kind: "data", value: [100] } },
    );
    const inner = unit("inner", "export function inner(n: number): number { return 2 * n; }");
    const both: Program = { entry: "outer", units: [inner, outer] };
    const result = await runner.run({ program: both, args: [3] });
    assertEquals(valueOf(result), 106);
    assertEquals(result.trace.callCounts, { inner: 1 });
    const [call] = result.trace.calls;
    assertEquals(
      [call?.callee, call?.kind, call?.parent, call?.args, call?.result],
      ["inner", "unit", -1, [3], 6],
    );
    const unrecorded = await runner.run({ program: both, args: [3], recordsCalls: false });
    assertEquals(unrecorded.trace, { ...result.trace, calls: [] });
  });

  it("lets the author's code call a candidate's", async (runner) => {
    const sum = unit(
      "sum",
      "export function sum({ rank }: { rank: (n: number) => number }, n: number): number { let s = 0; for (let i = 0; i < n; i++) s += rank(i); return s; }",
      { rank: { kind: "unit", unit: "rank" } },
      "sandboxed",
    );
    const rank = unit("rank", "export function rank(n: number): number { return -n; }");
    const call = { program: { entry: "sum", units: [rank, sum] }, args: [100] };
    const result = await runner.run(call);
    assertEquals(valueOf(result), -4950);
    assertEquals(result.trace.callCounts, { rank: 100 });
    const unrecorded = await runner.run({ ...call, recordsCalls: false });
    assertEquals(valueOf(unrecorded), -4950);
    assertEquals(unrecorded.trace.callCounts, { rank: 100 });
    assertEquals(unrecorded.trace.calls, []);
    assertEquals((await runner.run(call)).trace.calls, result.trace.calls);
  });

  it("does not let code notice whether its calls are recorded", async (runner) => {
    const watched = unit(
      "watched",
      `export function watched(given: { read?: number }): object {
        const made = {
          reads: 0,
          get x(): number { return ++this.reads; },
          stack: (() => { Error.stackTraceLimit = 4; return new Error("x").stack; })(),
          given: given.read,
        };
        return made;
      }`,
    );
    const outer = unit(
      "outer",
      `export function outer({ watched }: any): unknown[] {
        let reads = 0;
        const made = [1, 2].map(() => watched({ get read() { return ++reads; } }));
        return [reads, made.map(({ reads, stack, given }: any) => [reads, stack, given])];
      }`,
      { watched: { kind: "unit", unit: "watched" } },
    );
    const call = { program: { entry: "outer", units: [watched, outer] }, args: [] };
    const [recorded, unrecorded] = [
      await runner.run(call),
      await runner.run({ ...call, recordsCalls: false }),
    ];
    assert(recorded.trace.calls.length > 0);
    assertEquals(unrecorded.trace.calls, []);
    assertEquals(valueOf(unrecorded), valueOf(recorded));
  });

  const ask = program(
    "ask",
    "export async function ask({ lookup }: { lookup: (q: string) => Promise<string> }, q: string): Promise<string> { return await lookup(q) + await lookup('b'); }",
    { lookup: { kind: "tool", tool: "lookup" } },
  );
  const tools = (lookup: HostTool) => new Map([["lookup", lookup]]);

  it("lets a candidate ask a host tool", async (runner) => {
    const run = async (...[q]: readonly unknown[]) => await Promise.resolve(`<${q}>`);
    const result = await runner.run({ program: ask, args: ["a"], tools: tools({ run }) });
    assertEquals(valueOf(result), "<a><b>");
    assertEquals(result.trace.calls.map(({ kind, args, result }) => [kind, args, result]), [
      ["tool", ["a"], "<a>"],
      ["tool", ["b"], "<b>"],
    ]);
  });

  it("tells a candidate of a tool that is not there, fails, or is asked too often", async (runner) => {
    const fail = () => {
      throw new RangeError("no entry");
    };
    const missing = await runner.run({ program: ask, args: ["a"] });
    assertStringIncludes(errorOf(missing, "thrown").message, "lookup");
    const failing = await runner.run({ program: ask, args: ["a"], tools: tools({ run: fail }) });
    assertEquals(errorOf(failing, "thrown").message, "no entry");
    const scarce = tools({ run: (q) => q, maxCalls: 1 });
    const often = await runner.run({ program: ask, args: ["a"], tools: scarce });
    assertStringIncludes(errorOf(often, "thrown").message, "more than 1 times");
  });

  it("ends a call whose tool never answers at the limit", async (runner) => {
    const stuck = tools({ run: () => new Promise(() => {}) });
    const result = await runner.run({ program: ask, args: ["a"], tools: stuck, timeoutMs: 60 });
    errorOf(result, "timeout");
  });

  it("keeps candidates apart", async (runner) => {
    const spoil = program(
      "spoil",
      "export function spoil(): number { Object.defineProperty(Array.prototype, 'map', { value: () => ['spoilt'] }); Object.defineProperty(Object.prototype, 'left', { value: 1 }); return 0; }",
    );
    const look = program(
      "look",
      "export function look(): unknown { return [[1].map((n) => n), 'left' in {}]; }",
    );
    for (let round = 0; round < 3; round++) {
      await runner.run({ program: spoil, args: [] });
      assertEquals(valueOf(await runner.run({ program: look, args: [] })), [[1], false]);
    }
    assertEquals([1].map((n) => n), [1]);
  });

  it("rejects when the signal was aborted", async (runner) => {
    const one = program("one", "export function one(): number { return 1; }");
    const signal = AbortSignal.abort(new Error("stop"));
    await assertRejects(() => runner.run({ program: one, args: [], signal }), Error, "stop");
  });
}
