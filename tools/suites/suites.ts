/**
 * Writes modules that import many test files each, so that `deno test` loads what they import once for all of them.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { examplesOf } from "./examples.ts";

/**
 * Test files that need an isolate of their own: with other services of the library, with none, or to measure its
 * memory.
 */
const alone: ReadonlySet<string> = new Set([
  "tests/trace/ambient_test.ts",
  "tests/trace/code/code_function_test.ts",
  "tests/trace/code/trainable_test.ts",
  "tests/trace/failure/execution_error_test.ts",
  "tests/trace/host_services_test.ts",
  "tests/trace/leak_test.ts",
  "tests/trace/trainable_sandbox_test.ts",
]);

/** Which tests and examples run together. */
export interface SuiteOptions {
  /** The repository. */
  readonly root: string;
  /** Folders and files from the root: tests under `tests/`, and documentation. */
  readonly paths: readonly string[];
  /** Folders and files that are left out. */
  readonly ignored: readonly string[];
  /** Where the modules are written; made if absent. */
  readonly directory: string;
}

/**
 * Writes one module for the tests of each folder under `tests/`, and one for all examples.
 *
 * @returns the files that `deno test` is to run
 */
export async function writeSuites(options: SuiteOptions): Promise<string[]> {
  const { root, paths, ignored, directory } = options;
  const files = new Set(paths.flatMap((path) => filesUnder(root, path.replace(/\/$/, ""))));
  const wanted = [...files].sort().filter((file) =>
    !ignored.some((path) => file === path || file.startsWith(`${path}/`))
  );
  const tests = wanted.filter((file) => /_test\.tsx?$/.test(file));
  const documentation = wanted.filter((file) =>
    !file.startsWith("tests/") && /\.(ts|tsx|md)$/.test(file)
  );

  await Deno.mkdir(directory, { recursive: true });
  const shared = Map.groupBy(tests.filter((file) => !alone.has(file)), folderOf);
  const suites = [...shared].map(([folder, files]) =>
    writeSuite(join(directory, `${folder}_suite.ts`), files.map((file) => testLine(file, root)))
  );
  const examples = await Promise.all(documentation.map((file) => exampleLines(file, options)));
  if (examples.flat().length > 0) {
    suites.push(writeSuite(join(directory, "examples_suite.ts"), examples.flat()));
  }
  return [...await Promise.all(suites), ...tests.filter((file) => alone.has(file))];
}

/** What a suite begins with. A test file that cannot be loaded is a failed test, and the others run. */
const head = `import { AsyncLocalStorage } from "node:async_hooks";

/** Deno begins a test in the asynchronous context in which the one before ended. */
const inNoContext = AsyncLocalStorage.snapshot();

async function load(file: string, url: string): Promise<void> {
  try {
    await import(url);
  } catch (error) {
    Deno.test(file + " cannot be loaded", () => {
      throw error;
    });
  }
}

function example(name: string, url: string): void {
  Deno.test(name, () => inNoContext(async () => await (await import(url)).default()));
}

`;

async function writeSuite(file: string, lines: readonly string[]): Promise<string> {
  await Deno.writeTextFile(file, `${head}${lines.join("\n")}\n`);
  return file;
}

function testLine(file: string, root: string): string {
  return `await load(${JSON.stringify(file)}, "${pathToFileURL(join(root, file))}");`;
}

/** Writes the examples of one file, and gives the lines that test them. */
async function exampleLines(file: string, { root, directory }: SuiteOptions): Promise<string[]> {
  const path = join(root, file);
  const examples = examplesOf(file, await Deno.readTextFile(path), pathToFileURL(path));
  return await Promise.all(examples.map(async ({ name, code }) => {
    const module = join(directory, `${name}.ts`);
    await Deno.mkdir(dirname(module), { recursive: true });
    await Deno.writeTextFile(module, code);
    return `example(${JSON.stringify(name)}, "${pathToFileURL(module)}");`;
  }));
}

/** The folder of a test file under `tests/`. */
function folderOf(file: string): string {
  const [, folder = "", ...rest] = file.split("/");
  return rest.length === 0 ? "tests" : folder;
}

/** A file, or all files of a folder, by their paths from the root. */
function filesUnder(root: string, path: string): string[] {
  if (Deno.statSync(join(root, path)).isFile) return [path];
  const entries = [...Deno.readDirSync(join(root, path))];
  return entries.flatMap(({ name }) => filesUnder(root, `${path}/${name}`));
}
