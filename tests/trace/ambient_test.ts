import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ambient,
  currentCodeRunner,
  shared,
  stopTracing,
  withSandbox,
  withScope,
  withSeed,
  withSignal,
  withStatements,
} from "../../src/trace/ambient.ts";
import { bundle } from "../../src/trace/bundle/bundle.ts";
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

Deno.test("withSandbox() and withSeed() set the runner and the seed of candidate code", () => {
  const runner = {} as CodeRunner; // never called
  assertEquals(withSandbox(runner, () => currentCodeRunner() === runner), true);
  const seeds = () => ambient().seeds;
  const seven = withSeed(7, seeds);
  assertEquals([seven.next(), seven.next() !== 7, seeds() === seven], [7, true, false]);
});

Deno.test("a trainable function throws when no sandbox is installed", async () => {
  const f = trainable((x: number): number => x, { name: "f" });
  await assertRejects(() => f(1), TypeError, "without a sandbox");
});

Deno.test("operators read no asynchronous state once every scope has ended, however it ended", async () => {
  const before = shared.watchers;
  const during: number[] = [];
  const note = () => during.push(shared.watchers - before);
  stopTracing(() => withScope("s", note));
  assertThrows(() =>
    withScope("s", () => {
      note();
      throw new Error("x");
    })
  );
  const [ends, fails] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const running = [withScope("a", () => ends.promise), stopTracing(() => fails.promise)];
  note();
  ends.resolve();
  fails.reject(new Error("x"));
  await Promise.allSettled(running);
  assertEquals(during, [2, 1, 2]);
  assertEquals(shared.watchers, before);
});

Deno.test("each part of the state changes alone", () => {
  const outer = ambient().seeds;
  let seeds = outer;
  const { signal } = new AbortController();
  const runner = {} as CodeRunner; // never called
  withSandbox(
    runner,
    () =>
      withSeed(3, () =>
        withSignal(signal, () =>
          withStatements(() =>
            withScope("s", () => {
              const { frame, ...state } = ambient();
              seeds = state.seeds;
              assertEquals(frame, undefined);
              const all = { runner, seeds, signal, traceStatements: true, isTracing: true };
              assertEquals(state, { ...all, calls: undefined, recordsCalls: true, scope: "s/" });
            })
          ))),
  );
  assertEquals(withStatements(() => ambient().traceStatements, false), false);
  const { runner: none, seeds: none2, signal: noSignal, traceStatements, scope, isTracing } =
    ambient();
  assertEquals([seeds.next(), none2 === outer], [3, true]);
  assertEquals([none, noSignal, traceStatements, scope, isTracing], [
    undefined,
    undefined,
    false,
    "",
    true,
  ]);
});

Deno.test("withScope() says what it cannot use as a name", () => {
  const refusal = (name: unknown) =>
    assertThrows(() => withScope(name as string, () => 1), TypeError).message;
  assertEquals([refusal(""), refusal("a:b"), refusal(3)], [
    'Cannot use "" as a name: received text that is empty or contains a colon',
    'Cannot use "a:b" as a name: received text that is empty or contains a colon',
    'Cannot use "3" as a name: received number',
  ]);
});

Deno.test("a bundle runs in the state of its call", () => {
  const { signal } = new AbortController();
  const runner = {} as CodeRunner; // never called
  const inside = bundle(() => {
    const { runner, seeds, signal, traceStatements, scope, isTracing } = ambient();
    return { runner, seed: seeds.next(), signal, traceStatements, scope, isTracing };
  });
  const state = withSandbox(
    runner,
    () =>
      withSeed(
        3,
        () => withSignal(signal, () => withStatements(() => withScope("s", () => inside().data))),
      ),
  );
  assertEquals(state, {
    runner,
    seed: 3,
    signal,
    traceStatements: true,
    scope: "s/",
    isTracing: true,
  });
  const nested = bundle(() => inside().data.isTracing);
  assertEquals([nested().data, stopTracing(() => nested()).data], [true, false]);
});
