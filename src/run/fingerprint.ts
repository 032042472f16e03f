/**
 * Fingerprint of what a run is made from besides its settings, to tell what changed before it is resumed or replayed.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node } from "acorn";
import { loadModule } from "../code/load_module.ts";
import { walk } from "../code/walk.ts";
import { isLibrary, resolvePackage } from "../export/library_url.ts";
import type { Fingerprint, RunEvent } from "../trainer/event.ts";
import { version as library } from "./version.ts";

/** Sources of a fingerprint. */
export interface FingerprintSources {
  /** URL of the task's module, if known. */
  readonly taskSource?: string | undefined;
  /** The caller's own version of the task, if given. */
  readonly version?: string | undefined;
  /** Hash of the examples, if known. */
  readonly examples?: string | undefined;
}

/** The fingerprint; it is verified when it covers the task's code. */
export async function fingerprintOf(
  { taskSource, version, examples }: FingerprintSources,
): Promise<Fingerprint> {
  const graph = taskSource?.startsWith("file:") ? await moduleGraph(taskSource) : undefined;
  return {
    ...graph,
    ...(version === undefined ? {} : { version }),
    ...(examples === undefined ? {} : { examples }),
    library,
    deno: Deno.version.deno,
    isVerified: graph !== undefined || version !== undefined,
  };
}

/** The last fingerprint of a log: of its start, or of a resume that was forced. */
export function fingerprintIn(events: readonly RunEvent[]): Fingerprint | undefined {
  const last = events.findLast((event) =>
    (event.type === "started" || event.type === "resumed") && event.fingerprint !== undefined
  );
  return last !== undefined && "fingerprint" in last ? last.fingerprint : undefined;
}

/** The differences between two fingerprints, by name, such as `guide.ts` or `the examples`. */
export function changesBetween(before: Fingerprint, now: Fingerprint): readonly string[] {
  const changes: string[] = [];
  const [old, present] = [before.modules, now.modules];
  if (old !== undefined && present !== undefined) {
    if (before.task !== now.task) changes.push(now.taskFile ?? "the task");
    for (const name of Object.keys({ ...old, ...present })) {
      if (old[name] === present[name]) continue;
      const how = old[name] === undefined ? " (new)" : present[name] === undefined ? " (gone)" : "";
      changes.push(name + how);
    }
    const [packages, others] = [before.packages ?? [], now.packages ?? []];
    const differing = new Set(packages).symmetricDifference(new Set(others));
    changes.push(...differing);
  }
  if (isOther(before.examples, now.examples)) changes.push("the examples");
  if (isOther(before.version, now.version)) {
    changes.push(`the version (${before.version}, now ${now.version})`);
  }
  if (before.library !== now.library) {
    changes.push(`the library (${before.library}, now ${now.library})`);
  }
  if (before.deno !== now.deno) changes.push(`Deno (${before.deno}, now ${now.deno})`);
  return changes;
}

function isOther(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}

/** Hashes of the task's module and all local modules that it imports, by path from its directory, and its packages. */
async function moduleGraph(
  entry: string,
): Promise<Pick<Fingerprint, "task" | "taskFile" | "modules" | "packages">> {
  const directory = fileURLToPath(new URL("./", entry));
  const modules = new Map<string, string>();
  const packages = new Set<string>();
  const urls = new Set([entry]);
  for (const url of urls) { // it grows meanwhile
    let text: Uint8Array;
    try {
      text = await Deno.readFile(fileURLToPath(url));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue; // an import that is never run
      throw error;
    }
    modules.set(url, createHash("sha256").update(text).digest("hex"));
    for (const specifier of await importsOf(url, text)) {
      const target = targetOf(specifier, url);
      if (target === undefined || isLibrary(target) || isLibrary(specifier)) continue;
      if (target.startsWith("file:")) urls.add(target);
      else packages.add(target);
    }
  }
  const { [entry]: task = "", ...others } = Object.fromEntries(modules);
  const named = Object.entries(others).map(([url, hash]): [string, string] => [
    relative(directory, fileURLToPath(url)).replaceAll("\\", "/"),
    hash,
  ]);
  return {
    task,
    taskFile: basename(fileURLToPath(entry)),
    modules: Object.fromEntries(named.sort(([a], [b]) => a < b ? -1 : 1)),
    packages: [...packages].sort(),
  };
}

/** The specifiers of a module's imports and exports; of a module that does not parse, all that look like one. */
async function importsOf(url: string, text: Uint8Array): Promise<readonly string[]> {
  if (!/\.[cm]?[jt]sx?$/.test(new URL(url).pathname)) return [];
  const source = new TextDecoder().decode(text);
  const module = await loadModule(url);
  if (module === undefined) {
    const found = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(["'])([^"'\n]+)\1/g);
    return [...found].map(([, , specifier = ""]) => specifier);
  }
  const specifiers: string[] = [];
  const isDynamic = /\bimport\s*\(/.test(source);
  walk(module.program, (node, ancestors) => {
    const from = "source" in node ? literalOf(node.source) : undefined;
    if (from !== undefined) specifiers.push(from);
    return isDynamic || ancestors.length === 0; // imports and exports stand at the top
  });
  return specifiers;
}

function literalOf(node: Node | string | null | undefined): string | undefined {
  if (typeof node !== "object" || node === null || !("value" in node)) return undefined;
  return typeof node.value === "string" ? node.value : undefined;
}

/** URL of an import; undefined when it cannot be resolved. */
function targetOf(specifier: string, url: string): string | undefined {
  if (!/^\.{0,2}\//.test(specifier)) return resolvePackage(specifier);
  return URL.parse(specifier, url)?.href;
}
