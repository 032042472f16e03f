import { assertMatch, assertRejects } from "@std/assert";
import { childLimits } from "../../src/code/child/enforcement.ts";
import { requireHardLimits } from "../../src/code/child/require_limits.ts";
import { UsageError } from "../../src/errors.ts";

const { memory, processorTime, priority } = childLimits;

Deno.test("requireHardLimits() refuses a machine without limits of memory or processor time, unless that is accepted", async () => {
  const weak = { enforced: [memory, priority], missing: [processorTime] };
  const refused = await assertRejects(
    () => requireHardLimits("--untrusted", { isAccepted: false, enforcement: weak }),
    UsageError,
  );
  assertMatch(refused.message, /^Cannot use --untrusted on this machine: .*processor time \(/);
  assertMatch(refused.advice ?? "", /--accept-weak-limits/);
  await requireHardLimits("--untrusted", { isAccepted: true, enforcement: weak });
  const enough = { enforced: [memory, processorTime], missing: [priority] };
  await requireHardLimits("--untrusted", { isAccepted: false, enforcement: enough });
});
