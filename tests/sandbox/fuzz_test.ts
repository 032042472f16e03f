import { assert, assertEquals } from "@std/assert";
import { openSandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { HostState, sandboxChildren } from "./hostile/host_state.ts";
import { SecondCandidate } from "./hostile/second_candidate.ts";
import { randomProgram, seededDice } from "./random_program.ts";

/** A first part of the 10,000 programs of `deno task soak`. */
const programs = 100;

const ends = new Set(["value", "thrown", "timeout", "crashed", "refused"]);

Deno.test(`openSandbox() outlives ${programs} programs from a grammar with hostile fragments`, async () => {
  const before = Deno.memoryUsage().heapUsed;
  const others = sandboxChildren();
  {
    using host = new HostState();
    await using sandbox = await openSandbox({ timeoutMs: 20, memoryMb: 48, offHeapMb: 32 });
    const second = await SecondCandidate.open(sandbox);
    const dice = seededDice(7);
    const counts: Record<string, number> = {};
    for (let round = 1; round <= programs; round++) {
      const source = randomProgram(dice);
      const loaded = await sandbox.load({ source });
      const { kind } = loaded.kind === "loaded"
        ? await loaded.unit.call("f", [round, "b"])
        : loaded;
      assert(ends.has(kind), `${kind}: ${source}`);
      counts[kind] = (counts[kind] ?? 0) + 1;
      // Often enough that its program is not the one unused for longest, which would be unloaded.
      if (round % 8 === 0) assertEquals(await second.noticed(), [], source);
    }
    // A grammar that no longer reaches every end tests nothing.
    for (const kind of ["value", "thrown", "timeout", "refused"]) {
      assert((counts[kind] ?? 0) > programs / 50, Deno.inspect(counts));
    }
    assertEquals(await host.changed(), []);
  }
  assertEquals(sandboxChildren(), others);
  const grown = (Deno.memoryUsage().heapUsed - before) / 2 ** 20;
  assert(grown < 96, `the heap of the host grew by ${grown} MB`);
});
