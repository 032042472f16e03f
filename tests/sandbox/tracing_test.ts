import { assert, assertEquals } from "@std/assert";
import { createStatementProbe } from "../../sandbox/statement_probe.ts";
import type { PrivateFields } from "../../sandbox/probe.ts";
import type { Recorder } from "../../sandbox/recorder.ts";
import type { CallResult } from "../../sandbox/protocol.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { program, valueOf } from "../support/code_runner_conformance.ts";

/** A result without what tracing adds, and without its time. */
function untraced({ durationMs: _duration, trace, ...result }: CallResult): unknown {
  const { statements: _statements, isTruncated: _isTruncated, ...calls } = trace;
  if (result.kind === "value") return { ...result, calls };
  const { locals: _locals, ...error } = result.error;
  return { ...result, error, calls };
}

/** Bodies of `f` that would tell whether their code was rewritten, or that printing would disturb. */
const bodies: Readonly<Record<string, string>> = {
  "the text of the function": "const text = String(f); return text;",
  "the text of an inner function": "const g = (a: number) => a + n; return g.toString();",
  "a stack": 'const error = new Error("x"); return error.stack;',
  "the places of a stack": "try { null!.x; } catch (error) { return (error as Error).stack; }",
  "the message of a failed destructuring": "const { a } = (n > 0 ? null : {}) as any; return a;",
  "the message of a failed iteration": "const [a] = n as any; return a;",
  "the number of arguments": "const count = arguments.length; return count;",
  "the length of the function": "const { length, name } = f; return [length, name];",
  "a getter": `
    let reads = 0;
    const o = { get x() { return ++reads; } };
    const list = [o];
    return [reads, list.length];`,
  "a trap": `
    let traps = 0;
    const o: any = new Proxy({ a: 1 }, {
      get: () => ++traps, ownKeys: () => (traps++, []), getPrototypeOf: () => (traps++, null), has: () => ++traps > 0,
    });
    const list = [o];
    const heir = Object.create(o);
    return [traps, list.length];`,
  "a revocable trap": `
    let traps = 0;
    const { proxy } = Proxy.revocable({}, { ownKeys: () => (traps++, []), get: () => ++traps });
    const kept = proxy;
    return traps;`,
  "a conversion": `
    let calls = 0;
    const o: any = {
      toString() { return "" + ++calls; }, toJSON() { return ++calls; }, valueOf() { return ++calls; },
      get [Symbol.toStringTag]() { return "" + ++calls; },
    };
    const other = o;
    return calls;`,
  "the getters of an error": `
    let reads = 0;
    class E extends Error { override get name() { reads++; return "E"; } override get message() { reads++; return ""; } }
    const e = new E();
    return reads;`,
  "names that tracing adds": `
    const __locals = n, __opto = 2, $error = 3, $all = 4, __locals1 = 5, __opto$locals = 6;
    return [__locals, __opto, $error, $all, __locals1, __opto$locals];`,
  "a getter that gives the object of a method": `
    let reads = 0;
    const o = { get list() { reads++; return [n]; } };
    o.list.push(2);
    const count = reads;
    return count;`,
  "private fields, and a name that tracing adds": `
    const __opto$object1 = 1, __opto$error = 2;
    class Point { #x = n; get x() { return this.#x; } }
    const p = new Point();
    try { null!.x; } catch { return [p.x, __opto$object1, __opto$error, Object.keys(Point), String(Point).length]; }`,
  "a comment with an arrow": "const g = (a: number) /*! => */ => /*! => */ a; return g(n);",
  "an error with locals": 'const seen = n * 2; throw new RangeError("no " + seen);',
};

Deno.test("tracing changes nothing that a candidate can see, and nothing of its result", async (t) => {
  await using pool = openSandboxPool({
    size: 1,
    spares: 0,
    realmLife: "call",
    timeoutMs: 10_000,
    loadTimeoutMs: 10_000,
  });
  for (const [name, body] of Object.entries(bodies)) {
    await t.step(name, async () => {
      const tell = program(
        "f",
        `const __opto_ = 0;\nexport function f(n: number): any { ${body} }`,
      );
      const plain = await pool.run({ program: tell, args: [1] });
      const traced = await pool.run({ program: tell, args: [1], traceStatements: true });
      assertEquals(untraced(traced), untraced(plain));
      assert(traced.trace.statements.length > 0);
      assertEquals(plain.trace.statements, []);
    });
  }
});

Deno.test("tracing prints values without a getter, a trap or a method of the candidate", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 10_000 });
  const touchy = program(
    "f",
    `let touched = 0;
    export function f(n: number): number {
      const o = { get x() { return ++touched; }, toJSON() { return ++touched; } };
      const p = new Proxy({ a: 1 }, { get: () => ++touched, ownKeys: () => (touched++, []) });
      const heir = Object.create(p);
      class E extends Error { override get message() { return "" + ++touched; } }
      const e = new E();
      const count = touched;
      return count;
    }`,
  );
  const { trace } = await pool.run({ program: touchy, args: [1], traceStatements: true });
  const printed = Object.fromEntries(trace.statements.map(({ label, value }) => [label, value]));
  assertEquals(
    [printed.o, printed.p, printed.heir, printed.e, printed.count],
    ["{ x: <getter>, toJSON: function }", "Proxy", "{}", "Error: ", "0"],
  );
});

Deno.test("tracing prints instances with their class and private fields, and containers with their entries", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 10_000 });
  const shown = program(
    "f",
    `export function f(n: number): number {
      class Counter { #n = 0; name = "c"; add() { this.#n++; return this; } get n() { return this.#n; } }
      class Loud extends Counter { #hidden = new Map([["k", [n]]]); get h() { return this.#hidden; } }
      const counter = new Counter().add();
      const loud = new Loud();
      const seen = new Set([n, "b"]);
      const many = new Map(Array.from({ length: 17 }, (_, i) => [i, i]));
      const fake = Object.create(Map.prototype);
      const named = Object.create({ constructor: { name: "x".repeat(1000) } });
      return counter.n + loud.n + many.size;
    }`,
  );
  const { trace } = await pool.run({ program: shown, args: [1], traceStatements: true });
  const printed = Object.fromEntries(trace.statements.map(({ label, value }) => [label, value]));
  assertEquals(
    [printed.counter, printed.loud, printed.seen, printed.many, printed.fake, printed.named],
    [
      'Counter { name: "c", #n: 1 }',
      'Loud { name: "c", #n: 0, #hidden: Map { "k" => [1] } }',
      'Set { 1, "b" }',
      "Map { 17 entries }",
      "<unprintable>",
      "{}",
    ],
  );
});

Deno.test("a reader of private fields that lies or throws makes a value unprintable, and nothing else", () => {
  const printedWith = (read: unknown) => {
    const { probe, flush } = createStatementProbe("f");
    const texts: string[] = [];
    probe.fields(0, read as PrivateFields);
    for (const place of [-1, 16, 1e9, "constructor"]) probe.fields(place as number, 7 as never);
    assertEquals(probe.assign(1, "o", 5), 5);
    probe.assign(2, "o", { a: 1 });
    flush({ statement: (text: string) => texts.push(text) } as unknown as Recorder);
    return texts.map((text) => JSON.parse(text).value);
  };
  assertEquals(printedWith(() => ({ "#x": 1 })), ["5", "{ a: 1, #x: 1 }"]);
  for (
    const reader of [
      7,
      () => undefined,
      () => {
        throw 1;
      },
      () =>
        new Proxy({}, {
          ownKeys() {
            throw 1;
          },
        }),
      () => ({
        get x() {
          throw 2;
        },
      }),
    ]
  ) assertEquals(printedWith(reader), ["5", "<unprintable>"]);
});

Deno.test("a call of many statements keeps how it ended", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 10_000 });
  const lines = Array.from({ length: 400 }, (_, i) => `      const v${i} = n + ${i};`);
  const long = program(
    "f",
    `export function f(n: number): number {
      try { throw new Error("first"); } catch (why) { n++; }
${lines.join("\n")}
      return v399;
    }`,
  );
  const { trace } = await pool.run({ program: long, args: [1], traceStatements: true });
  assert(trace.isTruncated);
  assertEquals(trace.statements.at(-1)?.kind, "return");
  assertEquals(trace.statements.at(-1)?.value, "401");
  assertEquals(
    trace.statements.some(({ kind, value }) => kind === "catch" && value === "Error: first"),
    true,
  );
});

Deno.test("tracing keeps a result whose repetition runs out of time, and says that statements are missing", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 500, loadTimeoutMs: 10_000 });
  const shy = program(
    "f",
    `export function f(n: number): number {
      const isTraced = /returns/.test(String(f)) && String(f).length > 400;
      while (isTraced) { /* for ever */ }
      return n;
    }`,
  );
  const result = await pool.run({ program: shy, args: [3], traceStatements: true });
  assertEquals(valueOf(result), 3);
  assertEquals(result.trace, {
    calls: [],
    callCounts: {},
    statements: [],
    isTruncated: true,
    isByClock: true,
  });
});

Deno.test("tracing calls no tool twice", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 10_000 });
  const asking = program(
    "f",
    `export async function f({ tool }: { tool: (n: number) => Promise<number[]> }, n: number): Promise<unknown> {
      const first = await tool(n);
      const second = await tool(n).catch((error: Error) => error.message);
      return [first, second];
    }`,
    { tool: { kind: "tool", tool: "tool" } },
  );
  const held: number[] = [];
  const tool = {
    run: (...[n]: readonly unknown[]) => {
      if (held.push(Number(n)) > 1) throw new Error("only once");
      return held;
    },
  };
  const result = await pool.run({
    program: asking,
    args: [7],
    tools: new Map([["tool", tool]]),
    traceStatements: true,
  });
  assertEquals(valueOf(result), [[7], "only once"]);
  assertEquals(held, [7, 7]);
  const printed = Object.fromEntries(
    result.trace.statements.map(({ label, value }) => [label, value]),
  );
  assertEquals([printed.first, printed.second], ["[7]", '"only once"']);
});
