import { assertEquals } from "@std/assert";

/** The parts of an answer of `deno info` that are read here. */
interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
  readonly redirects: Readonly<Record<string, string>>;
}

const root = new URL("../../", import.meta.url);

/** Modules that load before one runs, by path or package: its imports and theirs, without those of `import()`. */
async function loadedWith(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: root,
  }).output();
  const { roots, modules, redirects }: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set(roots);
  for (const specifier of loaded) {
    for (const { isDynamic = false, code } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (isDynamic || code?.specifier === undefined) continue;
      loaded.add(redirects[code.specifier] ?? code.specifier);
    }
  }
  return [...loaded].map((specifier) =>
    specifier.startsWith(root.href) ? specifier.slice(root.href.length) : specifier
  );
}

/** Those of the modules whose path or package begins with one of the words. */
function among(modules: readonly string[], words: readonly string[]): string[] {
  return modules.filter((module) =>
    words.some((word) => module.startsWith(word) || module.startsWith(`npm:/${word}@`))
  );
}

const heavy = ["typescript", "esbuild-wasm", "openai", "acorn", "diff", "pg", "pg-boss"];

Deno.test("the program prints its help without library, compiler and packages", async () => {
  const loaded = [...await loadedWith("opto.ts"), ...await loadedWith("src/cli/main.ts")];
  const foreign = [
    "mod.ts",
    "src/trace/node.ts",
    "src/code/",
    "src/run/",
    "src/server/",
    "zod",
    "hono",
  ];
  assertEquals(among(loaded, [...foreign, ...heavy]), []);
});

Deno.test("serve starts the processes of tasks before it loads routes and schemas", async () => {
  const loaded = await loadedWith("src/server/serve.ts");
  assertEquals(among(loaded, ["src/server/routes/", "zod", "hono", "@hono/zod-openapi"]), []);
});

Deno.test("serve with SQLite is ready without PostgreSQL, pages of jobs, reports and compiler", async () => {
  const loaded = [
    ...await loadedWith("src/server/job_server.ts"),
    ...await loadedWith("src/jobs/run_registered_task.ts"),
  ];
  const later = ["src/database/", "src/spread/", "src/render/", "src/run/report.ts", "src/search/"];
  assertEquals(among(loaded, [...later, "src/code/compile/", ...heavy]), []);
});

Deno.test("a task's process describes its task without run, search and compiler", async () => {
  const loaded = [
    ...await loadedWith("src/supervise/child/main.ts"),
    ...await loadedWith("src/supervise/child/open_task.ts"),
  ];
  const later = ["src/run/execute_run.ts", "src/search/", "src/code/compile/", "src/export/"];
  assertEquals(among(loaded, [...later, ...heavy]), []);
});

Deno.test("the library loads without the writer of modules and without the packages of the compiler", async () => {
  const loaded = await loadedWith("mod.ts");
  const later = [
    "src/export/agent_module.ts",
    "src/run/execute_run.ts",
    "@sveltejs/acorn-typescript",
  ];
  assertEquals(among(loaded, [...later, "typescript", "esbuild-wasm", "openai", "pg"]), []);
});

Deno.test("opto.ts runs a task with the flags of its first line", async () => {
  const [line = ""] = (await Deno.readTextFile(new URL("opto.ts", root))).split("\n");
  const flags = line.replace("#!/usr/bin/env -S deno ", "").split(" ");
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...flags, "opto.ts", "eval", "examples/quickstart.ts", "--json"],
    cwd: root,
  }).output();
  assertEquals(code, 0);
  const { type, failures } = JSON.parse(new TextDecoder().decode(stdout).split("\n").at(-2) ?? "");
  assertEquals([type, failures], ["evaluated", 0]);
});
