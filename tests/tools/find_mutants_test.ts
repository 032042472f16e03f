import { assertEquals, assertNotEquals } from "@std/assert";
import { parseTypeScript } from "../../tools/imports.ts";
import { findMutants } from "../../tools/mutate/find_mutants.ts";
import { applyEdit } from "../../tools/mutate/mutant.ts";

async function changes(text: string): Promise<string[]> {
  const mutants = await findMutants("a.ts", "room", text);
  return mutants.map((mutant) => `${mutant.mutator}: ${applyEdit(text, mutant)}`);
}

Deno.test("findMutants() moves borders and flips equality, logic and arithmetic", async () => {
  assertEquals(await changes("const a = x < y;"), ["boundary: const a = x <= y;"]);
  assertEquals(await changes("const a = x >= y;"), ["boundary: const a = x > y;"]);
  assertEquals(await changes("const a = x !== y;"), ["equality: const a = x === y;"]);
  assertEquals(await changes("const a = x ?? y;"), ["logic: const a = x && y;"]);
  assertEquals(await changes("const a = x - y;"), ["arithmetic: const a = x + y;"]);
  assertEquals(await changes("a += x;"), ["statement: ;", "assignment: a -= x;"]);
});

Deno.test("findMutants() keeps the shape of the tree around a changed operator", async () => {
  assertEquals(await changes("const a = x || y || z;"), [
    "logic: const a = (x || y) && z;",
    "logic: const a = (x && y) || z;",
  ]);
});

Deno.test("findMutants() changes literals", async () => {
  assertEquals(await changes("const a = true;"), ["boolean: const a = false;"]);
  assertEquals(await changes("const a = 5;"), ["number: const a = 6;", "number: const a = 4;"]);
  assertEquals(await changes("const a = 0;"), ["number: const a = 1;", "number: const a = (-1);"]);
  assertEquals(await changes(`const a = "kind";`), [`string: const a = "";`]);
  assertEquals(await changes(`const a = "";`), [`string: const a = "?";`]);
  assertEquals(await changes(`const a = ", ";`), [`string: const a = "";`]);
});

Deno.test("findMutants() negates conditions once, and ends loops", async () => {
  assertEquals(await changes("if (x) ;"), ["condition: if (!(x)) ;"]);
  assertEquals(await changes("if (!x) ;"), ["not: if (x) ;"]);
  assertEquals(await changes("if (x === y) ;"), ["equality: if (x !== y) ;"]);
  assertEquals(await changes("while (x) ;"), ["condition: while (false) ;"]);
  assertEquals(await changes("const a = x ? y : z;"), ["condition: const a = !(x) ? y : z;"]);
});

Deno.test("findMutants() empties what is returned, and removes statements and calls", async () => {
  assertEquals(await changes("function f() { return x; }"), [
    "return: function f() { return undefined; }",
  ]);
  assertEquals(await changes("const f = () => [x];"), ["return: const f = () => [];"]);
  assertEquals(await changes("f(x);"), ["statement: ;"]);
  assertEquals(await changes("await f(x);"), ["statement: ;"]);
  assertEquals(await changes("const a = x.sort(f);"), ["call: const a = x;"]);
  assertEquals(await changes("const a = x.some(f);"), ["call: const a = x.every(f);"]);
  assertEquals(await changes("class A extends B { constructor() { super(); } }"), []);
});

Deno.test("findMutants() leaves types, comments, imports and messages alone", async () => {
  const text = `/** A comment of 5 words. */
import { a } from "a";
export { b } from "b";
interface C { readonly d: "e" | 5; f(x: true): void }
type G = C["d"];
const h: Array<"i"> = x as "j"[];
const data = await import("k", { with: { type: "text" } });
const error = new RangeError("l", { cause: 5 });
const finding = { message: "m", advice: y + 1 };
const text = "two words";
switch (x) { default: { const never: never = z; f(5); } }
`;
  assertEquals(await changes(text), []);
});

Deno.test("findMutants() gives ids that survive edits of other lines, and differ between equal lines", async () => {
  const line = "export function f(a: number) { return a; }\n";
  const [first] = await findMutants("src/a.ts", "room", line);
  const [moved] = await findMutants("lib/a.ts", "room", `// new\n\nconst x = y;\n${line}`);
  assertEquals(moved?.id, first?.id);
  assertEquals([first?.line, moved?.line], [1, 4]);
  const twice = await findMutants("src/a.ts", "room", "f(x);\nf(x);\n");
  assertNotEquals(twice[0]?.id, twice[1]?.id);
});

Deno.test("findMutants() gives texts that parse, for its own modules", async () => {
  for (const name of ["mutators.ts", "test_plan.ts"]) {
    const text = await Deno.readTextFile(new URL(`../../tools/mutate/${name}`, import.meta.url));
    const mutants = await findMutants(name, "tools", text);
    for (const mutant of mutants) {
      const { parseDiagnostics } = parseTypeScript(name, applyEdit(text, mutant)) as // The parser's own findings are no public property.
      ReturnType<typeof parseTypeScript> & { readonly parseDiagnostics: readonly unknown[] };
      assertEquals(parseDiagnostics, [], `${name}:${mutant.line} ${mutant.after}`);
    }
  }
});
