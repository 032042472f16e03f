import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { parameterChange } from "../../src/optimizer/parameter_change.ts";
import type { ParameterState } from "../../src/problem/problem.ts";
import { numberState } from "./problems.ts";

const code = (value: string): ParameterState => ({ name: "f", kind: "code", type: "code", value });
const text = (value: string): ParameterState => ({
  name: "prompt",
  kind: "value",
  type: "string",
  value,
});

const lines = Array.from({ length: 20 }, (_, line) => `  const a${line} = ${line} * step;`);
const source = lines.join("\n");

Deno.test("parameterChange() writes short values side by side", () => {
  assertEquals(parameterChange(numberState("rate", 9), 0.5, 0.7), "rate: 0.5 → 0.7");
  assertEquals(parameterChange(text("x"), "yes", "no"), 'prompt: "yes" → "no"');
});

Deno.test("parameterChange() writes code as changed lines with a line around them", () => {
  const changed = lines.with(3, "  const a3 = 30;").with(12, "  const a12 = 1;").join("\n");
  assertEquals(
    parameterChange(code("other"), source, changed),
    `f, changed lines:
\`\`\`diff
   const a2 = 2 * step;
-  const a3 = 3 * step;
+  const a3 = 30;
   const a4 = 4 * step;
…
   const a11 = 11 * step;
-  const a12 = 12 * step;
+  const a12 = 1;
   const a13 = 13 * step;
\`\`\``,
  );
});

Deno.test("parameterChange() writes long text as changed sentences", () => {
  const sentences = Array.from({ length: 12 }, (_, place) => `Sentence ${place} says something.`);
  const diff = parameterChange(
    text("none"),
    sentences.join(" "),
    sentences.with(6, "Say the sixth.").join(" "),
  );
  assertStringIncludes(diff, "-Sentence 6 says something.\n+Say the sixth.\n Sentence 7");
  assert(!diff.includes("Sentence 4"));
});

Deno.test("parameterChange() compares rewritten code with the current code, where that is shorter", () => {
  const before = "  return 0;";
  assertEquals(parameterChange(code(source), before, source), "f, rewritten: the current value");
  const near = parameterChange(code(source), before, lines.with(3, "  const a3 = 30;").join("\n"));
  assertStringIncludes(near, "f, rewritten; it differs from the current value by:\n```diff\n");
  assertStringIncludes(near, "-  const a3 = 3 * step;\n+  const a3 = 30;");
  assertEquals(
    parameterChange(code("  return 2;"), before, "  while (true);"),
    "f, rewritten:\n```ts\n  while (true);\n```",
  );
});

Deno.test("parameterChange() is bounded, and no value ends its fence", () => {
  const long = Array.from({ length: 9_000 }, (_, line) => `line ${line} of it`).join("\n");
  assertLess(parameterChange(code("x"), "y", long).length, 2_100);
  assertLess(parameterChange(text("x"), "y", "z".repeat(99_999)).length, 2_100);
  assertStringIncludes(parameterChange(code("x"), "y", "`````"), "``````ts\n`````\n``````");
});
