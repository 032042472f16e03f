/**
 * Loads the TypeScript package at first use; its only importer.
 *
 * @module
 */
import process from "node:process";
import type Ts from "typescript";

/** The package's whole interface. */
export type TypeScript = typeof Ts;

let loaded: Promise<TypeScript> | undefined;

/** The package; loading takes about 150 ms, once. */
export function loadTypeScript(): Promise<TypeScript> {
  return loaded ??= load();
}

async function load(): Promise<TypeScript> {
  // The package asks for files and variables, which this process may not read, unless it takes it for a browser.
  Object.assign(process, { browser: true });
  return (await import("typescript")).default;
}

/** The text of one of the package's declaration files, such as `lib.es2022.d.ts`. */
export async function loadLibrary(name: string): Promise<string> {
  // An import needs no permission to read, unlike `fetch`. A full specifier resolves from a checkout and over http.
  const text = await import(`npm:typescript@6.0.3/lib/${name}`, { with: { type: "text" } });
  return String(text.default);
}
