import { assertEquals } from "@std/assert";
import { runProbes } from "../../src/code/sandbox/probes/run_probes.ts";
import type { SecurityProbe } from "../../src/code/sandbox/probes/probe.ts";

// That nothing gets out is shown by the whole suite in `doctor`: tests/cli/commands_test.ts.

Deno.test("runProbes() reports a probe that escapes", async () => {
  const probe: SecurityProbe = {
    name: "nobody gets past",
    layer: "worker",
    expected: "all denied",
    kinds: ["value"],
    pattern: /^held$/,
    source: "serve(() => tryAll({ open: () => 'door' }));",
  };
  const results = await Array.fromAsync(runProbes([probe, { ...probe, kinds: ["crashed"] }]));
  assertEquals(
    results.map(({ isHeld, observed, containedBy }) => ({ isHeld, observed, containedBy })),
    Array(2).fill({ isHeld: false, observed: "value: ESCAPED: open gave door", containedBy: "" }),
  );
});
