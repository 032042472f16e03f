/**
 * The directory `best/`: the best values of a run and its agent, as its log has them.
 *
 * @module
 */
import { printable } from "../printable.ts";
import type { ParameterState } from "../problem/problem.ts";
import { storageError } from "../trainer/event_log.ts";
import type { EventOf } from "../trainer/event.ts";
import { writeFile } from "./write_file.ts";

/**
 * Writes `best/` as a log has the best values: `parameters.json`, a `.ts` file per code parameter, and the agent as a
 * standalone module, or the reason why there is none. Each file is replaced as a whole; files of earlier bests are
 * removed. Without a best the directory is empty.
 *
 * @param runDir the directory of the run
 * @param parameters of the task
 * @throws {StorageError} when a file cannot be written
 */
export function writeBest(
  runDir: string,
  parameters: readonly Parameter[],
  best: EventOf<"best"> | undefined,
): void {
  const directory = `${runDir}/best`;
  const files = best === undefined ? new Map<string, string>() : filesOf(best, parameters);
  try {
    Deno.mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw storageError(directory, cause);
  }
  for (const [name, text] of files) writeFile(`${directory}/${name}`, text);
  for (const { name, isFile } of Deno.readDirSync(directory)) {
    if (isFile && !files.has(name)) Deno.removeSync(`${directory}/${name}`);
  }
}

type Parameter = Pick<ParameterState, "name" | "kind">;

/** The files by name. */
function filesOf(
  { parameters: values, agent }: EventOf<"best">,
  parameters: readonly Parameter[],
): Map<string, string> {
  const code = parameters.filter(({ kind }) => kind === "code");
  const files = new Map(
    code.map(({ name }) => [`${fileName(name)}.ts`, `${String(values[name]).trimEnd()}\n`]),
  );
  files.set("parameters.json", `${printable(JSON.stringify(values, null, 2))}\n`);
  if (agent?.kind === "module") files.set("agent.ts", agent.text);
  if (agent?.kind === "missing") files.set("agent-missing.txt", `${agent.reason}\n`);
  return files;
}

/** A parameter's name as a file name: `agent.plan` is kept, characters that file systems refuse become `_`. */
function fileName(name: string): string {
  return name.replace(/[^\w.$-]+/g, "_");
}
