import { assert, assertEquals } from "@std/assert";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { node, parameter } from "../../src/trace/node.ts";

/** Runs `work` and says how many megabytes of heap it left behind. */
async function leftBehind(work: () => unknown): Promise<number> {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  await work();
  const settle = async () => {
    for (let i = 0; i < 3; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return Deno.memoryUsage().heapUsed;
  };
  const before = await settle();
  await work();
  return (await settle() - before) / 2 ** 20;
}

Deno.test("a million discarded forward calls hold no memory", async () => {
  const w = parameter(2, { name: "w" });
  const one = node(1);
  const megabytes = await leftBehind(() => {
    for (let i = 0; i < 1_000_000; i++) w.mul(i).add(one);
  });
  assert(megabytes < 4, `${megabytes.toFixed(1)} MB were left`);
});

Deno.test("discarded calls of bundles hold no memory, asynchronous and failing ones neither", async () => {
  const w = parameter(2, { name: "w" });
  const f = bundle((x: number, y: number) => x * y);
  const later = bundle(async (x: number) => await Promise.resolve(x));
  const fail = bundle((_: number) => {
    throw new Error("x");
  });
  const megabytes = await leftBehind(async () => {
    for (let i = 0; i < 50_000; i++) f(w, i);
    for (let i = 0; i < 10_000; i++) await later(w);
    for (let i = 0; i < 2_000; i++) {
      try {
        fail(w);
      } catch {
        continue; // that it fails is the point
      }
    }
  });
  assert(megabytes < 4, `${megabytes.toFixed(1)} MB were left`);
});

Deno.test("a graph is collected when its output is", async () => {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  const w = parameter(1);
  const middle = (() => {
    const step = w.add(1);
    step.mul(2);
    return new WeakRef(step);
  })();
  for (let i = 0; i < 10 && middle.deref() !== undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    gc();
  }
  assertEquals(middle.deref(), undefined);
  assertEquals(w.data, 1);
});
