/**
 * `optimize --check`: checks the types of a task before it runs, which `deno run` does not.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TaskError } from "../errors.ts";
import { projectConfig } from "../supervise/project_config.ts";

/** Maximum characters of the compiler's findings in a message. */
const maxFindings = 4_000;

/**
 * Runs `deno check` on a task and what it imports.
 *
 * @throws {TaskError} with the findings
 */
export async function checkTypes(taskSource: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...configOf(taskSource), taskSource],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  const [findings = ""] = new TextDecoder().decode(stderr).trim().split("\nerror: ");
  throw new TaskError(
    `Cannot run "${taskSource}" as a task with right types: deno check found\n${
      findings.trim().slice(0, maxFindings)
    }`,
    { advice: "Correct the types, or run it without --check." },
  );
}

/** The library's own configuration for a task without one, when the library is a folder. */
function configOf(taskSource: string): string[] {
  const own = new URL("../../deno.json", import.meta.url);
  const isNeeded = own.protocol === "file:" &&
    projectConfig(dirname(resolve(taskSource))) === undefined;
  return isNeeded ? ["--config", fileURLToPath(own)] : [];
}
