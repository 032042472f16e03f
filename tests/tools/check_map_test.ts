import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Modules, packageOf, readImports, resolveRelative } from "../../tools/imports.ts";
import { drawMap, placeDrawing } from "../../tools/map_drawing.ts";
import { checkRooms, formatViolation } from "../../tools/map_rules.ts";
import type { RoomMap } from "../../tools/rooms.ts";

const map: RoomMap = {
  rooms: [
    { name: "protocol", paths: ["sandbox/protocol.ts"], job: "shapes", only: [] },
    { name: "low", paths: ["src/low/"], job: "below", only: ["acorn"] },
    { name: "high", paths: ["src/high/"], job: "above" },
    { name: "mod.ts", paths: ["mod.ts"], job: "the face" },
  ],
  sandbox: { name: "sandbox", paths: ["sandbox/"], job: "inside", only: ["node:vm"] },
  sharedSandboxFiles: [{ path: "sandbox/wire.ts", by: "high", reason: "both ends" }],
  sharedPackages: [],
  childPrograms: [{ folder: "src/high/child/", starter: "src/high/ask.ts", reason: "parsers" }],
  allowedCircles: [],
};

/** A tree that keeps every rule. */
const clean = {
  "sandbox/protocol.ts": "export type Shape = string;",
  "sandbox/wire.ts": `import type { Shape } from "./protocol.ts"; export type Wire = Shape;`,
  "sandbox/kernel.ts": `import vm from "node:vm"; import { frame } from "./wire.ts";`,
  "src/low/a.ts":
    `import { b } from "./b.ts"; import type { Shape } from "../../sandbox/protocol.ts";`,
  "src/low/b.ts": `import { parse } from "acorn";`,
  "src/high/c.ts":
    `import { a } from "../low/a.ts"; import "../../sandbox/wire.ts"; import "hono";`,
  "mod.ts": `export { c } from "./src/high/c.ts";`,
};

function modulesOf(files: Readonly<Record<string, string>>): Modules {
  return new Map(Object.entries(files).map(([path, text]) => [path, readImports(path, text)]));
}

function violations(changed: Readonly<Record<string, string>>): string[] {
  return checkRooms(modulesOf({ ...clean, ...changed }), map).map(formatViolation);
}

Deno.test("readImports() finds every kind of import with its line, and none in comments", () => {
  const text = `/** import "no" */
import a, { type B } from "./a.ts";
import type { C } from "./c.ts";
import { type D } from "./d.ts";
export * from "./e.ts";
export type { F } from "./f.ts";
type G = import("./g.ts").G;
const h = () => import("./h.ts");
const i = await import("./i.ts", { with: { type: "text" } });
import j from "./j.json" with { type: "json" };
import "./k.ts";
const text = 'import "./no.ts"';`;
  const found = readImports("x.ts", text).map((
    { specifier, kind, line },
  ) => [specifier, kind, line]);
  assertEquals(found, [
    ["./a.ts", "code", 2],
    ["./c.ts", "type", 3],
    ["./d.ts", "type", 4],
    ["./e.ts", "code", 5],
    ["./f.ts", "type", 6],
    ["./g.ts", "type", 7],
    ["./h.ts", "code", 8],
    ["./i.ts", "data", 9],
    ["./j.json", "data", 10],
    ["./k.ts", "code", 11],
  ]);
});

Deno.test("resolveRelative() gives paths from the root, and nothing for packages", () => {
  assertEquals(resolveRelative("src/high/c.ts", "../low/a.ts"), "src/low/a.ts");
  assertEquals(resolveRelative("mod.ts", "./src/a.ts"), "src/a.ts");
  assertEquals(resolveRelative("mod.ts", "hono"), undefined);
});

Deno.test("packageOf() leaves out registry, version and path", () => {
  const names = [
    "hono/cookie",
    "@std/fmt/colors",
    "npm:acorn@8.1.0/dist/x.js",
    "npm:/@a/b@1",
    "node:vm",
  ];
  assertEquals(names.map(packageOf), ["hono", "@std/fmt", "acorn", "@a/b", "node:vm"]);
});

Deno.test("checkRooms() finds nothing in a tree that keeps the map", () => {
  assertEquals(violations({}), []);
});

Deno.test("checkRooms() names file, line, import and rule of an import upwards", () => {
  assertEquals(
    violations({ "src/low/b.ts": `import "acorn";\nimport type { C } from "../high/d.ts";` }),
    [
      `src/low/b.ts:2: import "../high/d.ts": "low" may not import "high", which comes after it in tools/rooms.ts`,
    ],
  );
});

Deno.test("checkRooms() lets the sandbox import the protocol, not the other way, and nothing of the host", () => {
  assertEquals(violations({ "sandbox/protocol.ts": `import "./kernel.ts";` }).slice(0, 1), [
    `sandbox/protocol.ts:1: import "./kernel.ts": "protocol" may not import "sandbox", which comes after it in tools/rooms.ts`,
  ]);
  assertEquals(violations({ "sandbox/kernel.ts": `import "../src/low/b.ts";` }), [
    `sandbox/kernel.ts:1: import "../src/low/b.ts": "sandbox" may not import "low", which comes after it in tools/rooms.ts`,
  ]);
});

Deno.test("checkRooms() keeps the host from running files of the sandbox that are not shared", () => {
  const [kernel, shared] = violations({
    "src/high/c.ts": `import "hono"; import "../../sandbox/kernel.ts";`,
    "src/low/b.ts": `import "../../sandbox/wire.ts";`,
  });
  assertStringIncludes(
    shared ?? "",
    `import "../../sandbox/kernel.ts": the host may not run this file`,
  );
  assertStringIncludes(kernel ?? "", `only "high" may import this file of the sandbox`);
  assertEquals(
    violations({
      "src/high/d.ts": `await import("../../sandbox/kernel.ts", { with: { type: "text" } });`,
    }),
    [],
  );
});

Deno.test("checkRooms() keeps a room to the packages that it may import", () => {
  assertEquals(violations({ "src/low/b.ts": `import "node:fs";` }), [
    `src/low/b.ts:1: import "node:fs": "low" may import from outside only "acorn"`,
  ]);
  assertEquals(violations({ "src/high/d.ts": `import "@opto/opto";` }), [
    `src/high/d.ts:1: import "@opto/opto": the library imports its own files by relative paths`,
  ]);
});

Deno.test("checkRooms() refuses a second owner of a package, but not a user of its types", () => {
  const [only, ...others] = violations({
    "src/high/d.ts": `import type { Hono } from "hono";`,
    "src/high/e.ts": `const hono = () => import("hono/tiny");`,
  });
  assertStringIncludes(
    only ?? "",
    `src/high/e.ts:1: import "hono/tiny": "hono" has an owner, src/high/c.ts`,
  );
  assertEquals(others, []);
});

Deno.test("checkRooms() shows a circle of files once, types included", () => {
  assertEquals(violations({ "src/low/b.ts": `import "acorn"; import type { A } from "./a.ts";` }), [
    `src/low/b.ts:1: import "./a.ts": closes a circle: src/low/a.ts → src/low/b.ts → src/low/a.ts`,
  ]);
});

Deno.test("checkRooms() reports files without a room, targets outside of the library, and unused entries", () => {
  assertEquals(violations({ "src/cellar/x.ts": "" }), [
    "src/cellar/x.ts: is in no room; add its room to tools/rooms.ts",
  ]);
  assertEquals(
    violations({ "src/high/c.ts": `import "../../tests/x.ts"; import "../../sandbox/wire.ts";` }),
    [
      `src/high/c.ts:1: import "../../tests/x.ts": "tests/x.ts" is in no room, so the library may not import it`,
    ],
  );
  assertEquals(violations({ "src/high/c.ts": "", "sandbox/kernel.ts": "" }), [
    `tools/rooms.ts: lists "sandbox/wire.ts", which no file imports`,
  ]);
});

Deno.test("drawMap() draws only arrows that no longer path implies", () => {
  const drawing = drawMap(
    modulesOf({ ...clean, "src/high/d.ts": `import "../../sandbox/protocol.ts";` }),
    map,
  );
  const arrows = drawing.split("\n").filter((line) => line.includes("-->")).map((line) =>
    line.trim()
  );
  assertEquals(arrows, [
    "low --> protocol",
    "high --> low",
    "high --> sandbox",
    "mod_ts --> high",
    "sandbox --> protocol",
  ]);
  assertStringIncludes(drawing, "| `hono`  | `src/high/c.ts` |");
});

Deno.test("placeDrawing() replaces what stands between the marks, and needs both", () => {
  const document =
    "# A\n\n<!-- map: written by `deno task map --write` -->\nold\n<!-- end of map -->\nB\n";
  const placed = placeDrawing(document, "new");
  assertEquals(placeDrawing(placed, "new"), placed);
  assertStringIncludes(placed, "-->\n\nnew\n\n<!-- end of map -->\nB\n");
  assertThrows(() => placeDrawing("# A", "new"), SyntaxError, "the document lacks");
});

Deno.test("checkRooms() keeps the code of child processes out of the host", () => {
  const child = "src/high/child/main.ts";
  const rule = '"src/high/child/" runs in a child process; ask it through src/high/ask.ts';
  assertEquals(
    violations({
      [child]: `import "./parse.ts";`,
      "src/high/child/parse.ts": "export type Tree = string;",
      "src/high/ask.ts":
        `import type { Tree } from "./child/parse.ts"; const m = () => import("./child/main.ts");`,
    }),
    [],
  );
  assertEquals(
    violations({
      [child]: "",
      "src/high/child/parse.ts": "",
      "src/high/ask.ts": `import "./child/parse.ts";`,
      "src/high/d.ts": `import "./child/main.ts";`,
    }),
    [
      `src/high/ask.ts:1: import "./child/parse.ts": ${rule}`,
      `src/high/d.ts:1: import "./child/main.ts": ${rule}`,
    ],
  );
});
