/**
 * Loads the modules of a stranger's task from memory.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { loadTask } from "../task/load_task.ts";
import type { Task } from "../task/task.ts";
import { giveModule, loadGivenFrom, withShownUrls } from "../trace/given_modules.ts";
import type { TaskSource } from "../task/task_source.ts";
import { type ClosedImport, closedImports } from "./closed_imports.ts";
import { dataKind, isDataPath } from "../untrusted/task_source.ts";
import { messageOf } from "../message_of.ts";
import { taken } from "./confine.ts";
import { loadPackage, openPackages, withPackageNames } from "./packages.ts";

/** A task and the URL of its module. */
export interface LoadedSource {
  readonly task: Task;
  readonly url: string;
}

/** Paths of the files that a module imports. @throws {TaskError} when it imports anything that is not allowed */
export function filesImportedBy(path: string, source: string): readonly string[] {
  const paths = closedImports(path, source, openPackages).flatMap(({ path }) => path ?? []);
  return [...new Set(paths)];
}

/**
 * Checks the imports of all files, then loads the entry and what it imports.
 *
 * @throws {TaskError} when an import is not allowed or leads in a circle, a module fails, or none of its exports is a task
 */
export async function loadSource({ files, entry }: TaskSource): Promise<LoadedSource> {
  const modules = new Map(
    Object.entries(files).map(([path, source]) => [
      path,
      { source, imports: isDataPath(path) ? [] : closedImports(path, source, openPackages) },
    ]),
  );
  const urls = new Map<string, string>();
  for (const path of inOrder(modules, entry)) {
    const { source, imports } = modules.get(path)!; // a path of the order is one of the modules
    const text = isDataPath(path)
      ? dataModule(path, source)
      : await rewritten(source, imports, urls);
    const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
    loadGivenFrom(giveModule(path, source), url);
    urls.set(path, url);
  }
  try {
    const { task } = await loadTask(urls.get(entry) ?? "", { cwd: "/" });
    return { task, url: giveModule(entry, files[entry] ?? "") };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const message = withShownUrls(withPackageNames(error.message));
    const advice = deniedAdvice(message) ?? error.advice;
    throw new TaskError(message, {
      cause: error,
      ...(advice === undefined ? {} : { advice: withShownUrls(advice) }),
    });
  }
}

type Modules = ReadonlyMap<string, { readonly imports: readonly ClosedImport[] }>;

/** The paths of the modules that the entry needs, each behind those that it imports. */
function inOrder(modules: Modules, entry: string): readonly string[] {
  const done = new Set<string>();
  const visit = (path: string, importers: readonly string[]): void => {
    if (done.has(path)) return;
    const circle = importers.indexOf(path);
    if (circle >= 0) {
      const way = [...importers.slice(circle), path].join(" → ");
      throw new TaskError(`Cannot load "${path}": its imports lead in a circle: ${way}`, {
        advice: "Move what both modules need into a third one.",
      });
    }
    const module = modules.get(path);
    if (module === undefined) {
      throw new TaskError(
        `Cannot load "${importers.at(-1)}": it imports "${path}", which is none of its files`,
        { advice: `Send it with the task, or correct the import.` },
      );
    }
    for (const { path: imported, isType } of module.imports) {
      if (imported !== undefined && !isType) visit(imported, [...importers, path]);
    }
    done.add(path);
  };
  visit(entry, []);
  return [...done];
}

/** Data as a module with a default export. @throws {TaskError} when it is no JSON */
function dataModule(path: string, source: string): string {
  const text = source.replace(/^\uFEFF/, ""); // as Deno reads files
  if (dataKind(path) === "text") return `export default ${JSON.stringify(text)};`;
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new TaskError(`Cannot read "${path}" as JSON: ${messageOf(cause)}`, {
      cause,
      advice: "Fix the file.",
    });
  }
  return `export default JSON.parse(${JSON.stringify(text)});`;
}

/** Advice for a module that uses what no untrusted task has. */
function deniedAdvice(message: string): string | undefined {
  const found = /it threw (\w+) is not defined/.exec(message)?.[1] ?? "";
  if (!(taken as readonly string[]).includes(found) && found !== "require") return undefined;
  return `An untrusted task has no ${found}: it reaches no network, files, processes or threads. Import its data from its own files.`;
}

/** The text with URLs for its specifiers; lines stay where they are. */
async function rewritten(
  source: string,
  imports: readonly ClosedImport[],
  urls: ReadonlyMap<string, string>,
): Promise<string> {
  let text = source;
  for (const { specifier, path, isType, start, end } of imports.toReversed()) {
    if (isType) continue; // nothing is loaded
    const url = path === undefined ? await loadPackage(specifier) : urls.get(path);
    const lines = "\n".repeat(text.slice(start, end).split("\n").length - 1);
    const closing = path !== undefined && isDataPath(path) ? `;${lines}` : "";
    text = text.slice(0, start) + JSON.stringify(url) + closing + text.slice(end);
  }
  return text;
}

/** All modules are read as TypeScript, as the check of their imports reads them: the two languages differ in what `f<import("x")>(y)` is. */
const mediaType = "application/typescript";
