import { assert, assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import process from "node:process";
import { RegExpData } from "../../../sandbox/value/reg_exp_data.ts";
import { ValuePreview } from "../../../sandbox/value/value_preview.ts";
import { openSandbox, type Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { openSandboxPool } from "../../../src/code/sandbox/open_sandbox.ts";
import { errorOf, program, unit, valueOf } from "../../support/code_runner_conformance.ts";

/** Calls `f` of a source. */
async function call(sandbox: Sandbox, source: string, args: readonly unknown[] = []) {
  const loaded = await sandbox.load({ source });
  assert(loaded.kind === "loaded", JSON.stringify(loaded));
  return await loaded.unit.call("f", args);
}

/** What a function gives, and the processor time that this process used for it. */
async function processorMs<T>(run: () => T): Promise<[Awaited<T>, number]> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}

Deno.test("the host compiles no pattern that a candidate returns, whatever flags it claims", async () => {
  await using sandbox = await openSandbox();
  const lying = `export function f(emoji: number): unknown {
    const pattern = new RegExp("\\\\p{RGI_Emoji}".repeat(emoji));
    Object.defineProperty(pattern, "unicodeSets", { value: true });
    Object.defineProperty(pattern, "flags", { value: "v" });
    return [pattern];
  }`;
  const [pattern] = valueOf(await call(sandbox, lying, [3])) as [RegExpData];
  assertInstanceOf(pattern, RegExpData);
  assertEquals([pattern.source.length, pattern.flags], [39, ""]);
  const [huge, hostMs] = await processorMs(() => call(sandbox, lying, [5_000]));
  const pattern50 = "\\p{RGI_Emoji}".repeat(50);
  const [, compileMs] = await processorMs(() => new RegExp(pattern50, "v").test("x"));
  assert(hostMs < 30 * compileMs, `${hostMs} ms, where a hundredth is compiled in ${compileMs} ms`);
  assertStringIncludes(
    errorOf(huge, "refused").message,
    "result[0] is a regular expression of 65000 characters, over the limit of 10000",
  );
});

Deno.test("a program over the size of a message is refused as data, and the next one runs", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const data = Object.fromEntries(
    Array.from({ length: 5 }, (_, i) => [
      `text${i}`,
      { kind: "data" as const, value: `${i}`.repeat(4_000_000) },
    ]),
  );
  const large = program("large", "export function large(): number { return 1; }", data);
  const error = errorOf(await pool.run({ program: large, args: [] }), "refused");
  assertStringIncludes(error.message, "a program of 2000");
  assertStringIncludes(error.message, "a message to the sandbox holds 16711680");
  const preparation = await pool.prepare(large);
  assertEquals(preparation.kind === "refused" && preparation.diagnostics[0]?.stage, "load");
  const small = program("small", "export function small(n: number): number { return n + 1; }");
  assertEquals(valueOf(await pool.run({ program: small, args: [1] })), 2);
  const args = errorOf(
    await pool.run({ program: small, args: ["x".repeat(5_000_000)] }),
    "refused",
  );
  assertStringIncludes(args.message, "beyond the limit of 4194304 characters");
  const many = await pool.runMany({ program: small }, Array(5).fill(["x".repeat(1_000_000)]));
  for (const result of many) {
    assertStringIncludes(errorOf(result, "refused").message, "over the limit of 4194304");
  }
  assertEquals(valueOf(await pool.run({ program: small, args: [2] })), 3);
});

Deno.test("a proxy with any length does not lift the limit of a result", async () => {
  await using sandbox = await openSandbox({ maxOutputChars: 1_000 });
  for (const length of ["-1", "NaN", "-Infinity", "1e9", "0.5", `"9"`, "{}"]) {
    const result = await call(
      sandbox,
      `export function f(): unknown {
        const items = Array.from({ length: 100_000 }, () => "x".repeat(39));
        let asked = 0;
        const proxy = new Proxy(items, {
          get: (target, key) => key === "length" && asked++ === 0 ? ${length} : Reflect.get(target, key),
        });
        return [proxy, items];
      }`,
    );
    assertStringIncludes(errorOf(result, "refused").message, "Cannot return the result");
  }
});

Deno.test("a huge bigint crosses between realms as an error", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const author = `export function pack({ rank }: { rank: () => unknown }): unknown {
    try { return typeof rank(); } catch (error) {
      return [error instanceof Error, (error as Error).name, (error as Error).message];
    }
  }`;
  for (const value of ["[10n ** 20_000n]", "[-(2n ** 200_000n)]"]) {
    const result = await pool.run({
      program: {
        entry: "pack",
        units: [
          unit("rank", `export function rank(): unknown { return ${value}; }`),
          unit("pack", author, { rank: { kind: "unit", unit: "rank" } }, "sandboxed"),
        ],
      },
      args: [],
    });
    assertEquals(valueOf(result), [
      true,
      "TypeError",
      "Cannot return the result as plain data: result[0] is a bigint of more than 20000 digits",
    ]);
  }
});

Deno.test("two calls of one request share no object, and the arguments of one call do", async () => {
  await using sandbox = await openSandbox();
  const loaded = await sandbox.load({
    source: `export function f(a: number[], b: { a: number[] }): unknown {
      a.push(a.length);
      return [a.length, a === b.a];
    }`,
  });
  assert(loaded.kind === "loaded");
  const shared = [7];
  const list = [shared, { a: shared }];
  const results = await loaded.unit.callMany("f", [list, list]);
  assertEquals(results.map(valueOf), [[2, true], [2, true]]);
  assertEquals(shared, [7]);
});

Deno.test("a value that contains itself goes into the sandbox, and does not come out", async () => {
  await using sandbox = await openSandbox();
  const cyclic: unknown[] = [1];
  cyclic.push(cyclic);
  const inside = await call(
    sandbox,
    "export function f(a: unknown[]): unknown { return a[1] === a; }",
    [cyclic],
  );
  assertEquals(valueOf(inside), true);
  const result = await call(sandbox, "export function f(a: unknown): unknown { return { a }; }", [
    cyclic,
  ]);
  assertStringIncludes(
    errorOf(result, "refused").message,
    "result.a[1] is cyclic: it contains itself",
  );
});

Deno.test("a candidate that patches prototypes cannot forge the encoding of its values", async () => {
  await using sandbox = await openSandbox();
  const result = await call(
    sandbox,
    `export function f(): unknown {
      const values = [new Map([[{ $: 1 }, new Set([1n])]]), new Date(5), /a/g, new RangeError("far"), new Uint8Array([1])];
      const define = Object.defineProperty;
      const prototypes = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, Date.prototype, RegExp.prototype, Error.prototype, String.prototype, BigInt.prototype, Symbol.prototype, Object.getPrototypeOf(Uint8Array.prototype), Function.prototype, Promise.prototype, ArrayBuffer.prototype];
      const keys = prototypes.map((prototype) => Reflect.ownKeys(prototype));
      const extra = ["name", "limits", "rules", "isExact", "maxChars", "value", "get", "set", "to", "$", "fields", "path", "first", "numbers", "0", "1", "2"];
      for (let p = 0; p < 14; p++) for (let k = 0; k < keys[p]!.length; k++) {
        try { define(prototypes[p]!, keys[p]![k]!, { get() { return () => 666; }, set() {}, configurable: true }); } catch { /* fixed */ }
      }
      for (let k = 0; k < 17; k++) {
        try { define(prototypes[0]!, extra[k]!, { get() { return 666; }, set() {}, configurable: true }); } catch { /* fixed */ }
        try { define(prototypes[1]!, extra[k]!, { get() { return 666; }, set() {}, configurable: true }); } catch { /* fixed */ }
      }
      return values;
    }`,
  );
  const [map, date, pattern, error, bytes] = valueOf(result) as unknown[];
  assertEquals(map, new Map([[{ $: 1 }, new Set([1n])]]));
  assertEquals([date, pattern, bytes], [
    new Date(5),
    new RegExpData("a", "g"),
    new Uint8Array([1]),
  ]);
  assertInstanceOf(error, Error);
});

Deno.test("an argument of an inner call that cannot be kept is a preview", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0 });
  const result = await pool.run({
    program: {
      entry: "pack",
      units: [
        unit("rank", "export function rank(f: () => number): number { return f(); }"),
        unit(
          "pack",
          "export function pack({ rank }: { rank: (f: () => number) => number }): number { return rank(() => 2); }",
          { rank: { kind: "unit", unit: "rank" } },
        ),
      ],
    },
    args: [],
  });
  assertEquals(valueOf(result), 2);
  assertEquals(result.trace.calls[0]?.args, [new ValuePreview("function", "function")]);
});
