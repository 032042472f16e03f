/** The compiler and its companions work when the library was loaded from a registry. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { openJsrRegistry } from "../support/jsr_registry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const face = ["shared_compiler", "libraries", "source"]
  .map((name) => `export * from "./src/code/${name}.ts";`).join("\n");

const program = `
import { bundleLibraries, findSourceOf, sharedCompiler } from "jsr:@opto/opto";

const original = "export function f(): number { return 1; }";
const source = "export function f(): string { return ''; }";
const compiler = sharedCompiler();
const [compiled, screened] = await compiler.compile([
  { source },
  { entry: "f", original, source: "export function f(): number { return fetch; }" },
]);
const [typed] = await compiler.compile([{ entry: "f", original, source }], { level: "full" });
const { comlink } = await bundleLibraries({ comlink: "npm:comlink@4.4.2" });
const found = await findSourceOf(function twice(n: number) { return 2 * n; }, undefined, "twice");
console.log(JSON.stringify([
  compiled.kind,
  screened.kind === "refused" && screened.diagnostics.map(({ stage }) => stage),
  typed.kind === "refused" && typed.diagnostics.map(({ stage }) => stage),
  typeof new Function(comlink)().wrap,
  found.signature,
]));
`;

Deno.test("src/code works when it was loaded from a registry, and the program exits by itself", async () => {
  await using registry = await openJsrRegistry();
  const temporary = await Deno.makeTempDir({ prefix: "opto-remote-" });
  try {
    const library = join(temporary, "library");
    for (const folder of ["src/code", "src/trace", "sandbox"]) {
      await copy(join(root, folder), join(library, folder));
    }
    for await (const { name } of Deno.readDir(join(root, "src"))) { // rooms of one file
      if (name.endsWith(".ts")) {
        await Deno.copyFile(join(root, "src", name), join(library, "src", name));
      }
    }
    const { links: _links, tasks: _tasks, ...others } = config;
    const rest = { ...others, exports: "./mod.ts" };
    const imports = Object.fromEntries(
      Object.entries(config.imports).filter(([name]) => !name.startsWith("@opto/opto")),
    );
    await Deno.writeTextFile(join(library, "deno.json"), JSON.stringify({ ...rest, imports }));
    await Deno.writeTextFile(join(library, "mod.ts"), face);
    await registry.publish(library);

    const project = join(temporary, "project");
    await Deno.mkdir(project);
    await Deno.writeTextFile(join(project, "main.ts"), program);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "main.ts"],
      cwd: project,
      env: { JSR_URL: registry.url, NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder();
    assertEquals({ code, stderr: text.decode(stderr) }, { code: 0, stderr: "" });
    assertEquals(JSON.parse(text.decode(stdout)), [
      "compiled",
      ["free-variable"],
      ["type"],
      "function",
      "export function twice(n)",
    ]);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
});

Deno.test("full specifiers in src/code name the versions that deno.json pins", async () => {
  const pinned = Object.values(config.imports).filter((specifier) => specifier.startsWith("npm:"));
  const named: string[] = [];
  for (const file of ["typescript.ts"]) {
    const text = await Deno.readTextFile(join(root, "src/code/compile", file));
    named.push(...[...text.matchAll(/npm:[\w-]+@[\d.]+/g)].map(([specifier]) => specifier));
  }
  assertEquals(named.length, 1);
  assertEquals(named.filter((specifier) => !pinned.includes(specifier)), []);
});

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}
