import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { WorkerProcessorTime } from "../../../src/code/child/processor_time.ts";
import { openSandbox } from "../../../src/code/sandbox/open_sandbox.ts";

const isLinux = Deno.build.os === "linux";

Deno.test({
  name: "WorkerProcessorTime counts what the worker of a child computes, and no waiting",
  ignore: !isLinux,
  async fn() {
    await using sandbox = await openSandbox({ timeoutMs: 60_000 });
    const loaded = await sandbox.load({
      source: `export function work(rounds: number): number {
        let sum = 0;
        for (let i = 0; i < rounds; i++) sum += Math.sqrt(i);
        return sum;
      }`,
    });
    assert(loaded.kind === "loaded");
    const processor = new WorkerProcessorTime(sandbox.pid ?? 0);
    const read = () => processor.read() ?? NaN;
    for (let rounds = 1e6;; rounds *= 2) { // until the work takes longer than the waiting
      const before = read();
      await loaded.unit.call("work", [rounds]);
      const after = read();
      if (after - before < 100) continue;
      await delay(100);
      assert(read() - after < after - before);
      break;
    }
  },
});

Deno.test("WorkerProcessorTime tells nothing of a process that does not exist", () => {
  assertEquals(new WorkerProcessorTime(2 ** 22 + 1).read(), undefined);
});
