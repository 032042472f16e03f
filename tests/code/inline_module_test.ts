import { assertEquals } from "@std/assert";
import { inlineModule } from "../../src/code/compile/inline_module.ts";

Deno.test("inlineModule() takes away imports and export keywords and nothing else", () => {
  const source = `import { add, type N } from "mathjs"; // sums
/** A text with \`export\` in it. */
export const text = \`
export default 1;
import a from "b";\`;
export async function f(n: N): Promise<N> {
  return add(n, 1);
}
function inner() {}
export { inner as outer };
export default class {}`;
  assertEquals(inlineModule(source), {
    kind: "inlined",
    text: ` // sums
/** A text with \`export\` in it. */
const text = \`
export default 1;
import a from "b";\`;
async function f(n: N): Promise<N> {
  return add(n, 1);
}
function inner() {}

const $main = class {}`,
    imports: [{ before: "import { add, type N } from ", specifier: "mathjs", after: ";" }],
    names: { outer: "inner" },
  });
});

Deno.test("inlineModule() refuses text that is no TypeScript, with its place", () => {
  const outcome = inlineModule("const a = 1;\nconst a;;;(");
  assertEquals(outcome.kind === "refused" && outcome.diagnostics[0]?.line, 2);
});
