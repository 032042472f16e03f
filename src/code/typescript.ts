/**
 * Loads the TypeScript package at first use; its only importer.
 *
 * @module
 */
import type Ts from "typescript";

/** The package's whole interface. */
export type TypeScript = typeof Ts;

let loaded: Promise<TypeScript> | undefined;

/** The package; loading takes about 150 ms, once. */
export function loadTypeScript(): Promise<TypeScript> {
  return loaded ??= import("typescript").then((module) => module.default);
}

/** The text of one of the package's declaration files, such as `lib.es2022.d.ts`. */
export async function loadLibrary(name: string): Promise<string> {
  // A full specifier: it resolves from a checkout and over http.
  const response = await fetch(import.meta.resolve(`npm:typescript@6.0.3/lib/${name}`));
  return await response.text();
}
