import { assertEquals } from "@std/assert";
import { variableText } from "../../src/render/variable_text.ts";

Deno.test("variableText() fences code with more backticks than any of its lines, however many", () => {
  const code = (value: string) => variableText({ name: "f", kind: "code", type: "code", value });
  assertEquals(code("a"), "f (code):\n```ts\na\n```");
  const value = `${"`a".repeat(300_000)}\`\`\`\``;
  assertEquals(code(value), `f (code):\n\`\`\`\`\`ts\n${value}\n\`\`\`\`\``);
});
