import { assertEquals, assertStringIncludes } from "@std/assert";
import { type DocOutput, readExports } from "../../tools/check_exports.ts";
import { checkExports, type Export, maxRootNames } from "../../tools/export_rules.ts";

/** An exported function with an example, changed. */
function exported(name: string, changed: Partial<Export> = {}): Export {
  const place = `src/${name}.ts:1`;
  return { name, entry: "mod.ts", kind: "function", place, hasExample: true, ...changed };
}

function faults(...exports: readonly Export[]): string[] {
  return checkExports(exports, "mod.ts");
}

Deno.test("checkExports() asks for an example of every function and class, and of nothing else", () => {
  const hasExample = false;
  assertEquals(faults(exported("run", { hasExample })), [
    'src/run.ts:1: the function "run" needs an @example',
  ]);
  assertEquals(faults(exported("Run", { hasExample, kind: "class" })), [
    'src/Run.ts:1: the class "Run" needs an @example',
  ]);
  for (const kind of ["interface", "typeAlias", "variable"]) {
    assertEquals(faults(exported("run", { hasExample, kind })), []);
  }
});

Deno.test("checkExports() takes one example for all signatures of a function", () => {
  assertEquals(
    faults(exported("run"), exported("run", { place: "src/run.ts:9", hasExample: false })),
    [],
  );
});

Deno.test("checkExports() refuses names that differ by case alone, also in different entry points", () => {
  const [fault = ""] = faults(
    exported("OptoPrime", { kind: "class" }),
    exported("optoPrime", { entry: "src/entry/optimizer.ts" }),
  );
  assertStringIncludes(fault, '"OptoPrime" (mod.ts, src/OptoPrime.ts:1)');
  assertStringIncludes(fault, '"optoPrime" (src/entry/optimizer.ts, src/optoPrime.ts:1)');
});

Deno.test("checkExports() allows a type the name of the function or constant that gives it, and of no other", () => {
  const type = exported("Node", { kind: "typeAlias" });
  assertEquals(faults(type, exported("node", { gives: "Node" })), []);
  assertEquals(faults(type, exported("node", { kind: "variable", gives: "Node" })), []);
  assertEquals(faults(type, exported("node", { gives: "Graph" })).length, 1);
  assertEquals(faults(type, exported("NODE", { kind: "interface" })).length, 1);
  const both = [type, exported("node", { gives: "Node" }), exported("NODE", { gives: "Node" })];
  assertEquals(faults(...both).length, 1);
});

Deno.test("checkExports() allows a name in two entry points when both export the same declaration", () => {
  const other = { entry: "src/entry/trace.ts" };
  assertEquals(faults(exported("node"), exported("node", other)), []);
  assertEquals(faults(exported("node"), exported("node", { ...other, place: "src/b.ts:1" })), [
    '"node" names different things: "node" (mod.ts, src/node.ts:1), "node" (src/entry/trace.ts, src/b.ts:1)',
  ]);
});

Deno.test("checkExports() limits the names at the root, each counted once", () => {
  const names = Array.from({ length: maxRootNames }, (_, index) => exported(`name${index}`));
  const below = exported("more", { entry: "src/entry/trace.ts" });
  assertEquals(faults(...names, exported("name0"), below), []);
  assertEquals(faults(...names, exported("more")).length, 1);
});

Deno.test("readExports() reads names, places, examples and given types from the output of deno doc", () => {
  const location = { filename: "file:///opto/src/trace/node.ts", line: 44 };
  const document: DocOutput = {
    nodes: {
      "file:///opto/mod.ts": {
        symbols: [{
          name: "node",
          declarations: [{
            kind: "function",
            location,
            jsDoc: { tags: [{ kind: "param" }, { kind: "example" }] },
            def: { returnType: { repr: "Node" } },
          }],
        }],
      },
      "file:///opto/src/entry/empty.ts": {},
    },
  };
  assertEquals(readExports(document, new URL("file:///opto/")), [{
    name: "node",
    entry: "mod.ts",
    kind: "function",
    place: "src/trace/node.ts:45",
    hasExample: true,
    gives: "Node",
  }]);
});
