/**
 * What a stranger's module may import besides its own files: loaded here, under the URLs by which this process knows it.
 *
 * @module
 */
import "../../mod.ts";
import "./zod.ts";

const entries: Readonly<Record<string, () => Promise<unknown>>> = {
  trace: () => import("../entry/trace.ts"),
  render: () => import("../entry/render.ts"),
  model: () => import("../entry/model.ts"),
  optimizer: () => import("../entry/optimizer.ts"),
  trainer: () => import("../entry/trainer.ts"),
  search: () => import("../entry/search.ts"),
  guide: () => import("../entry/guide.ts"),
  export: () => import("../entry/export.ts"),
};

/** Specifiers that may be imported. Entries for servers, clients, sandboxes and tests are not among them: they need rights. */
export const openPackages: readonly string[] = [
  "@opto/opto",
  ...Object.keys(entries).map((name) => `@opto/opto/${name}`),
  "zod",
];

/** The text with the specifiers of packages in place of the URLs by which this process knows them. */
export function withPackageNames(text: string): string {
  return openPackages.reduce((shown, name) => shown.replaceAll(urlOf(name), name), text);
}

function urlOf(specifier: string): string {
  if (specifier === "zod") return import.meta.resolve("./zod.ts");
  const name = specifier.slice("@opto/opto/".length);
  return import.meta.resolve(name === "" ? "../../mod.ts" : `../entry/${name}.ts`);
}

/** Loads a package, and gives the URL by which it is imported. @param specifier one of `openPackages` */
export async function loadPackage(specifier: string): Promise<string> {
  await entries[specifier.slice("@opto/opto/".length)]?.();
  return urlOf(specifier);
}
