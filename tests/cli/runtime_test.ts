import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { isSupported, requireSupportedRuntime } from "../../src/cli/runtime.ts";

Deno.test("isSupported() compares versions by number, not by letter", () => {
  const versions = ["1.46.3", "2.8.4", "2.9.0", "2.9.6", "2.10.0", "3.0.0"];
  assertEquals(versions.map(isSupported), [false, false, true, true, true, true]);
});

Deno.test("requireSupportedRuntime() says how to get a newer Deno", () => {
  requireSupportedRuntime();
  const error = assertThrows(() => requireSupportedRuntime("2.8.4"), UsageError, "Deno 2.8.4");
  assertStringIncludes(error.advice ?? "", "deno upgrade");
});
