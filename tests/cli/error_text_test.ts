import { assertEquals, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { errorText } from "../../src/cli/error_text.ts";
import { useColors } from "../../src/cli/terminal_text.ts";

useColors(false);

Deno.test("errorText() gives message and advice, and on request the stack with its causes", () => {
  const error = new UsageError("Cannot go", { advice: "Stay.", cause: new Error("no road") });
  assertEquals(errorText(error, { isVerbose: false }).plain, "error: Cannot go\n  Stay.\n");
  assertStringIncludes(errorText(error, { isVerbose: true }).plain, "caused by Error: no road");
});

Deno.test("errorText() ends for an error that is its own cause", () => {
  const error: Error = new Error("round");
  error.cause = error;
  const { plain } = errorText(error, { isVerbose: true });
  assertEquals(plain.split("caused by").length, 9);
});
