/**
 * Loads a task's module, with an error message for each kind of failure.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { stripAnsiCode } from "@std/fmt/colors";
import { fileURLToPath, pathToFileURL } from "node:url";
import { OptoError, TaskError } from "../errors.ts";
import { closest } from "../closest.ts";
import { isPromise } from "../trace/is_promise.ts";
import { isTask } from "./define_task.ts";
import type { Task } from "./task.ts";
import { typeName } from "./type_name.ts";

/** A task and the URL of its module. */
export interface LoadedTask {
  readonly task: Task;
  readonly url: string;
}

/**
 * Loads the task that a module exports: its default export, or its only task.
 *
 * @param specifier a path, or a URL (`file:`, `https:`, `jsr:`, `npm:`)
 * @param options `cwd` is the base of relative paths
 * @throws {TaskError} when the module is missing, does not parse, throws, or exports no task
 */
export async function loadTask(
  specifier: string,
  { cwd = Deno.cwd() }: { readonly cwd?: string } = {},
): Promise<LoadedTask> {
  const url = urlOfTask(specifier, cwd);
  await requireFile(specifier, url);
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(url);
  } catch (cause) {
    throw await missingExport(specifier, url, cause) ?? importError(specifier, cause);
  }
  if (isTask(module.default)) return { task: module.default, url };
  const tasks = Object.values(module).filter(isTask);
  const [only] = tasks;
  if (only !== undefined && tasks.length === 1) return { task: only, url };
  throw new TaskError(
    `Cannot use "${specifier}" as a task: received ${
      tasks.length > 1 ? `${tasks.length} tasks and none is the default export` : exportsOf(module)
    }`,
    {
      advice: isPromise(module.default)
        ? "Write export default await …, or await the data before defineTask({ … })."
        : "Write export default defineTask({ … }).",
    },
  );
}

/** The exports of a module without a task. */
function exportsOf(module: Readonly<Record<string, unknown>>): string {
  if ("default" in module) {
    return `a module whose default export is ${typeName(module.default)}, not a task of defineTask`;
  }
  const names = Object.keys(module);
  return names.length === 0
    ? "a module without exports"
    : `a module that exports ${names.join(", ")}`;
}

/** The URL of a task's module. @param specifier a path or a URL @param cwd base of relative paths */
export function urlOfTask(specifier: string, cwd: string = Deno.cwd()): string {
  const isUrl = /^(file|https?|data|jsr|npm|blob):/.test(specifier);
  return isUrl
    ? specifier
    : new URL(specifier.replaceAll("%", "%25"), `${pathToFileURL(cwd)}/`).href;
}

/** Distinguishes a missing file from an import that fails inside the module. */
async function requireFile(specifier: string, url: string): Promise<void> {
  if (!url.startsWith("file:")) return;
  try {
    const { isFile } = await Deno.stat(fileURLToPath(url));
    if (isFile) return;
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    throw new TaskError(
      `Cannot read "${specifier}" as a task: ${
        isMissing ? "there is no such file" : messageOf(cause)
      }`,
      { cause, advice: "Pass the path of a task file; `init` writes one." },
    );
  }
  throw new TaskError(`Cannot read "${specifier}" as a task: received a directory`, {
    advice: "Pass the path of a task file; `init` writes one.",
  });
}

/** The reason why a module does not load when it imports a name that another module lacks. */
async function missingExport(
  specifier: string,
  url: string,
  cause: unknown,
): Promise<TaskError | undefined> {
  const message = stripAnsiCode(cause instanceof Error ? cause.message : "");
  const found = /requested module '(.+)' does not provide an export named '(.+)'/.exec(message);
  const [, module = "", name = ""] = found ?? [];
  if (found === null) return undefined;
  const near = closest(name, await namesOf(module, url));
  return new TaskError(
    `Cannot load "${specifier}" as a task: "${module}" has no export "${name}"`,
    {
      cause,
      advice: near === undefined ? `Correct the import of ${name}.` : `Did you mean ${near}?`,
    },
  );
}

/** The exports of a module as another one imports it; none when it cannot be told. */
async function namesOf(module: string, importer: string): Promise<readonly string[]> {
  try {
    const target = /^\.{0,2}\//.test(module) ? new URL(module, importer).href : module;
    return Object.keys(await import(target));
  } catch {
    return []; // another module of the task imports it
  }
}

/** The reason why a module does not load: a syntax error, a missing module, or a thrown error. */
function importError(specifier: string, cause: unknown): Error {
  if (cause instanceof OptoError) return cause;
  const message = stripAnsiCode(messageOf(cause));
  if (/^SyntaxError: |could not be parsed/.test(message) || cause instanceof SyntaxError) {
    return new TaskError(
      `Cannot parse "${specifier}" as TypeScript: ${message.replace("SyntaxError: ", "")}`,
      { cause, advice: "Fix the syntax error." },
    );
  }
  if (isImportFailure(cause)) {
    return new TaskError(`Cannot load "${specifier}" as a task: ${message}`, {
      cause,
      advice: "Check the module's imports and its network access.",
    });
  }
  const place = placeOf(cause);
  return new TaskError(
    `Cannot load "${specifier}" as a task: it threw ${message}${place ? ` at ${place}` : ""}`,
    { cause, advice: "The module must load on its own: test it with `deno run`." },
  );
}

/** Whether the runtime failed to find or fetch a module. */
function isImportFailure(cause: unknown): boolean {
  return cause instanceof TypeError && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
}

/** The innermost place outside this module. */
function placeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const places = cause.stack?.match(/(?:file|https?|blob):[^\s()]+:\d+:\d+/g) ?? [];
  return places.find((place) => !place.startsWith(import.meta.url));
}
