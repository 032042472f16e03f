import { assertEquals } from "@std/assert";
import { freeNames } from "../../../src/trace/agent/free_names.ts";

Deno.test("freeNames() gives the names that code takes from outside", () => {
  const cases: [string, string[]][] = [
    ["(x) => x + outside", ["outside"]],
    ["function f({ a, b: { c }, ...d }, [e] = first) { return a + c + d + e + f; }", ["first"]],
    ["async (x) => { const { y, z: w } = await load(x); return y.q + w; }", ["load"]],
    [
      "() => { for (const item of items) { try { use(item) } catch (error) { report(error.message) } } }",
      ["items", "use", "report"],
    ],
    ['(x) => `${x} and ${other} "quoted"` + "not a name" /* comment */ // another', ["other"]],
    ["(x) => /regex[/]names/g.test(x) && { key: value, short }", ["value", "short"]],
    ["forward(x) { return Math.max(this.w, x) ?? globalThis.y; }", []],
    ["(a) => { let b = a, c = () => b; if (a) { return c } }", []],
  ];
  for (const [code, names] of cases) assertEquals(freeNames(code), names, code);
});
