/**
 * Checks the source of a stranger's task: paths and sizes.
 *
 * @module
 */
import { byteLength } from "../byte_length.ts";
import { TaskError } from "../errors.ts";
import { plainText } from "../printable.ts";
import type { TaskSource } from "../task/task_source.ts";

/** Limits of a source. */
export interface SourceLimits {
  /** Bytes of all files. @default 1_000_000 */
  readonly maxSourceBytes: number;
  /** Number of files. @default 100 */
  readonly maxFiles: number;
}

/** Limits where none are given. */
export const sourceLimits: SourceLimits = { maxSourceBytes: 1_000_000, maxFiles: 100 };

/** Longest path. */
const maxPathChars = 200;

/** Names in small words, without anything that a shell, a URL or a file system reads in a way of its own. */
const pathForm =
  /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?:ts|mts|js|mjs|json|txt|csv|md)$/;

/** Whether a path names data, which a module imports as JSON or text. */
export function isDataPath(path: string): boolean {
  return /\.(?:json|txt|csv|md)$/.test(path);
}

/** The type of data at a path, as an import names it. */
export function dataKind(path: string): "json" | "text" {
  return path.endsWith(".json") ? "json" : "text";
}

/** Whether a path may name a file of a source. */
export function isSourcePath(path: string): boolean {
  return path.length <= maxPathChars && pathForm.test(path) && !path.includes("..");
}

/**
 * Checks a source.
 *
 * @throws {TaskError} when a path or a size is not allowed, or the entry is missing
 */
export function checkSource(
  { files, entry }: TaskSource,
  { maxSourceBytes, maxFiles }: SourceLimits = sourceLimits,
): void {
  const paths = Object.keys(files);
  if (paths.length > maxFiles) {
    throw refused(`received ${paths.length} files, of which there may be ${maxFiles}`);
  }
  const wrong = paths.find((path) => !isSourcePath(path));
  if (wrong !== undefined) {
    throw new TaskError(
      `Cannot use "${plainText(wrong.slice(0, 200))}" as the path of a file of a task`,
      {
        advice:
          "Use relative paths of letters, digits, _, - and ., that end in .ts, .js, .json, .txt, .csv or .md.",
      },
    );
  }
  const clash = clashOf(paths);
  if (clash !== undefined) {
    throw refused(`its path "${clash}" is also a folder, or differs from another by case alone`);
  }
  const bytes = paths.reduce((sum, path) => sum + byteLength(files[path] ?? ""), 0);
  if (bytes > maxSourceBytes) {
    throw refused(`received ${bytes} bytes of source, of which there may be ${maxSourceBytes}`);
  }
  if (!Object.hasOwn(files, entry)) {
    const shown = plainText(entry.slice(0, 200));
    throw refused(`the entry "${shown}" is none of its files`);
  }
  if (isDataPath(entry)) throw refused(`the entry "${entry}" is no module`);
}

/** A path that some file system cannot hold beside the others. */
function clashOf(paths: readonly string[]): string | undefined {
  const inSmall = paths.map((path) => path.toLowerCase());
  const taken = new Set(inSmall.flatMap(foldersOf));
  return paths.find((_, index) => {
    const path = inSmall[index] ?? "";
    const isTaken = taken.has(path);
    taken.add(path);
    return isTaken;
  });
}

/** The folders above a path. */
function foldersOf(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, depth) => names.slice(0, depth + 1).join("/"));
}

function refused(reason: string): TaskError {
  return new TaskError(`Cannot use this source as a task: ${reason}`);
}
