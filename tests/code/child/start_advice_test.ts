import { assertMatch } from "@std/assert";
import { startAdvice } from "../../../src/code/child/launch_child.ts";

Deno.test("startAdvice() advises a permission only where one is missing", () => {
  const failure = (number: number) => new Error(`Failed to spawn '/bin/sh': (os error ${number})`);
  const advice = (cause: unknown) => startAdvice(cause, "/bin/sh");
  assertMatch(advice(new Deno.errors.NotCapable("Requires run access")), /--allow-run=\/bin\/sh/);
  assertMatch(advice(failure(24)), /^Too many files are open: .*ulimit -n/);
  assertMatch(advice(failure(11)), /^The system has no process or memory left/);
  assertMatch(advice(new Deno.errors.NotFound("No such file")), /^Check that \/bin\/sh can be run/);
});
