/**
 * Bundles modules and the npm packages they import into one text without imports.
 *
 * @module
 */
import { messageOf } from "../../message_of.ts";
import type { Loader, OnResolveResult, Plugin } from "esbuild-wasm";
import type { BundleOptions } from "../compiler.ts";
import { loadEsbuild } from "./esbuild.ts";

/**
 * Bundles the module at `entry`. Other modules are fetched from disk, web or registry.
 *
 * @param entry its URL, or a key of `files`
 * @throws {SyntaxError} when a module does not parse, cannot be fetched or is not allowed; the cause is esbuild's
 * error
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bundleModules } from "./bundle_modules.ts";
 *
 * const text = await bundleModules("opto:main.ts", {
 *   files: {
 *     "opto:main.ts": `import { one } from "opto:one.ts"; export const two: number = one + one;`,
 *     "opto:one.ts": `export const one = 1;`,
 *   },
 *   format: "body",
 * });
 * assertEquals(new Function(text)().two, 2);
 * ```
 */
export async function bundleModules(
  entry: string | URL,
  options: BundleOptions = {},
): Promise<string> {
  const { files = {}, packages = {}, external = [], format = "module", isMinified = false } =
    options;
  const esbuild = await loadEsbuild();
  const { createRequire } = await import("node:module");

  const resolve = async (path: string, importer: string): Promise<OnResolveResult> => {
    if (external.includes(path)) return { path, external: true };
    const known = files[path] !== undefined || importer === "";
    if (known || /^(https?|file|data|blob):/.test(path)) return { path, namespace };
    if (/^\.{0,2}\//.test(path)) return { path: new URL(path, importer).href, namespace };
    const specifier = packages[path.replace(/^npm:\/?(@[^/]+\/)?([^@/]+)@[^/]+/, "$1$2")];
    if (specifier !== undefined) return { path: await resolvePackage(specifier), namespace };
    if (isInPackage(importer)) {
      const found = createRequire(importer).resolve(path);
      if (found.startsWith("/") || /^[A-Z]:\\/i.test(found)) {
        return { path: pathToUrl(found), namespace };
      }
    }
    return { errors: [{ text: `import of "${path}" is not allowed` }] };
  };

  const plugin: Plugin = {
    name: "opto",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer }) => resolve(path, importer));
      build.onLoad({ filter: /.*/, namespace }, async ({ path }) => ({
        contents: files[path] ?? await fetchText(path),
        loader: loaderOf(path),
      }));
    },
  };

  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [String(entry)],
      bundle: true,
      write: false,
      target: "es2024",
      platform: "neutral",
      conditions: ["import", "default"],
      legalComments: "none",
      logLevel: "silent",
      minify: isMinified,
      plugins: [plugin],
      ...(format === "body"
        ? { format: "iife", globalName: "bundled", footer: { js: "return bundled;" } }
        : { format: "esm" }),
    });
    return outputFiles[0]?.text ?? "";
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SyntaxError(`Cannot bundle "${entry}": ${reason}`, { cause });
  }
}

const namespace = "opto";

/** The file of a package. The import makes the runtime download the package and resolve its path. */
async function resolvePackage(specifier: string): Promise<string> {
  const url = import.meta.resolve(specifier);
  if (!url.startsWith("npm:") && !url.startsWith("jsr:")) return url;
  await import(specifier);
  return import.meta.resolve(specifier);
}

function isInPackage(importer: string): boolean {
  return importer.startsWith("file:");
}

function pathToUrl(path: string): string {
  return new URL(`file://${path.startsWith("/") ? "" : "/"}${path.replaceAll("\\", "/")}`).href;
}

const fetchLimitMs = 30_000;

async function fetchText(url: string): Promise<string> {
  // The compiler waits for this request, and all other compilations wait for the compiler.
  const response = await fetch(url, { signal: AbortSignal.timeout(fetchLimitMs) });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText} from ${url}`);
  return await response.text();
}

function loaderOf(url: string): Loader {
  const extension = /\.(\w+)(?:[?#].*)?$/.exec(url)?.[1];
  switch (extension) {
    case "json":
      return "json";
    case "js":
    case "mjs":
    case "cjs":
      return "js";
    default:
      return "ts";
  }
}
