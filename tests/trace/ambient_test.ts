import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ambient,
  currentCodeRunner,
  stopTracing,
  withCodeRunner,
  withScope,
  withSeed,
} from "../../src/trace/ambient.ts";
import type { CodeRunner } from "../../src/trace/code_runner.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import { node } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";

const isTracing = () => ops.add(1, 2).inputs.length === 2;

Deno.test("stopTracing() nests and ends when its function ends or throws", () => {
  stopTracing(() => {
    stopTracing(() => assertEquals(isTracing(), false));
    assertEquals(isTracing(), false);
  });
  assertThrows(() =>
    stopTracing(() => {
      throw new Error("x");
    })
  );
  assertEquals(isTracing(), true);
});

Deno.test("stopTracing() holds for its own asynchronous context", async () => {
  const seen: [string, boolean][] = [];
  const task = async (name: string) => {
    for (let i = 0; i < 3; i++) {
      await null;
      seen.push([name, isTracing()]);
    }
  };
  await Promise.all([stopTracing(() => task("stopped")), task("traced")]);
  assertEquals(seen.every(([name, traces]) => traces === (name === "traced")), true);
  await assertRejects(() => stopTracing(() => Promise.reject(new Error("x"))));
  assertEquals(isTracing(), true);
});

Deno.test("withScope() holds across awaits", async () => {
  const names = await withScope("s", async () => {
    await null;
    return [node(1, { name: "x" }).baseName];
  });
  assertEquals(names, ["s/x"]);
});

Deno.test("withCodeRunner() and withSeed() set the runner and the seed of candidate code", () => {
  const runner = {} as CodeRunner; // never called
  assertEquals(withCodeRunner(runner, () => currentCodeRunner() === runner), true);
  const seed = () => ambient().seed;
  assertEquals([withSeed(7, seed), seed()], [7, 0]);
});

Deno.test("a trainable function throws when no sandbox is installed", async () => {
  const f = trainable((x: number): number => x, { name: "f" });
  await assertRejects(() => f(1), TypeError, "without a sandbox");
});
