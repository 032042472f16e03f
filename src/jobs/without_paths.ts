/**
 * Texts of a run as clients may read them: without the paths of the machine that carried it out.
 *
 * @module
 */
import { runsFolder } from "./data_directory.ts";

/** Where the modules of this library are. */
const library = new URL("../", import.meta.url);

/** What stands before the name of a package in Deno's cache: the folder of a registry. */
const registryFolder = /\/npm\/[\w-]+(?:\.[\w-]+)+\//g;

/** Stands for any such folder. */
const packages = "/npm:registry/";

/** Longest path that is found before the names that are kept. */
const maxPathLength = 4_096;

/** A character that ends a path in a text or in JSON. */
const notInPath = /[\s"'`<>()\\]/;

/**
 * A text or JSON with paths of the run directory from there, and paths of modules as their names: `events.jsonl`,
 * `opto/src/task/judge.ts`, `npm:zod/4.6.7/index.js`. The run directory itself is `.`.
 *
 * @param id of the job, after which its run directory is named on each machine
 */
export function withoutPaths(text: string, id: string): string {
  const runDir = `/${runsFolder}/${id}`;
  const inRunDir = withPathsFrom(text, `${runDir}/`, "");
  const shown = withPathsFrom(
    withPathsFrom(inRunDir, runDir, ".").replaceAll(registryFolder, packages),
    packages,
    "npm:",
  );
  if (library.protocol !== "file:") return shown;
  return shown.replaceAll(library.href, "opto/src/").replaceAll(library.pathname, "opto/src/");
}

/** A text whose paths that contain `part` begin after it. @param instead of what stands there now */
function withPathsFrom(text: string, part: string, instead: string): string {
  let shown = "";
  let read = 0;
  for (let found; (found = text.indexOf(part, read)) >= 0; read = found + part.length) {
    shown += text.slice(read, pathStart(text, found, read)) + instead;
  }
  return read === 0 ? text : shown + text.slice(read);
}

/** Where the path begins that goes on at `end`. @param from where it may begin at the earliest */
function pathStart(text: string, end: number, from: number): number {
  const least = Math.max(from, end - maxPathLength);
  let start = end;
  while (start > least && !notInPath.test(text.charAt(start - 1))) start--;
  const before = text.slice(start, end + 1); // its last character is a slash
  const url = before.indexOf("file:///");
  return start + (url < 0 ? before.indexOf("/") : url);
}
