/**
 * Runs tests by folder, and the examples of the documentation: `deno run -A tools/run_tests.ts tests/trace src`.
 * `--ignore=PATH,PATH` leaves paths out; all other options are those of `deno test`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { writeSuites } from "./suites/suites.ts";

/** What runs. */
export interface Tests {
  /** Folders and files from the root. */
  readonly paths: readonly string[];
  readonly ignored?: readonly string[];
  /** Options of `deno test`. */
  readonly options: readonly string[];
}

/** Runs tests in one process, each folder of tests in one isolate. @returns the exit code */
export async function runTests({ paths, ignored = [], options }: Tests): Promise<number> {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const directory = await Deno.makeTempDir({ prefix: "opto-suites-" });
  try {
    const files = await writeSuites({ root, paths, ignored, directory });
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", ...options, ...files],
      cwd: root,
    }).spawn().status;
    return code;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) {
  const options = Deno.args.filter((arg) => arg.startsWith("-"));
  const ignore = options.filter((option) => option.startsWith("--ignore="));
  Deno.exit(
    await runTests({
      paths: Deno.args.filter((arg) => !arg.startsWith("-")),
      ignored: ignore.flatMap((option) => option.slice("--ignore=".length).split(",")),
      options: options.filter((option) => !ignore.includes(option)),
    }),
  );
}
