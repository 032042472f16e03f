import { assert, assertEquals } from "@std/assert";
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
