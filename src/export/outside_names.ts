/**
 * Declares in an exported module what its functions use from their own modules.
 *
 * @module
 */
import type { Program } from "acorn";
import { freeVariables } from "../code/free_variables.ts";
import { mentionedTypes } from "../code/mentioned_types.ts";
import { parseModule } from "../code/parsed_module.ts";
import { namesInTypes } from "../code/type_declarations.ts";
import type { FunctionText } from "../trace/function/function_text.ts";
import {
  authorFunction,
  type ModuleBinding,
  moduleBinding,
  type ModulePart,
  reexport,
} from "./author_source.ts";
import type { Draft } from "./draft.ts";
import { isLibrary, resolvePackage } from "./library_url.ts";
import { standIns } from "./runtime_text.ts";

/** The names that a program neither declares nor has from the engine, in text order. */
async function outsideNames(program: Program): Promise<readonly string[]> {
  const free = await freeVariables(program);
  return free.map(({ name }) => name).filter((name) => !(name in globalThis));
}

/**
 * Declares the outside names of a function; one that cannot be declared is a reason against export.
 *
 * @param user the function or class, for the message
 * @returns the function as its author wrote it, if its module is found
 */
export async function declareOutsideNames(
  draft: Draft,
  found: FunctionText,
  user: string,
): Promise<string | undefined> {
  const author = await authorFunction(draft.modules, found);
  if (author !== undefined) await declareTypes(draft, author);
  for (const name of await outsideNames(found.program)) {
    if (Object.hasOwn(draft.outside, name)) await draft.declareOutside(name);
    else if (author === undefined || author.isShadowed(name)) declareStandIn(draft, name, user);
    else await declareFromModule(draft, { url: author.url, name, user });
  }
  return author?.text;
}

/** A name in a module, and its user for messages. */
interface Use {
  readonly url: string;
  readonly name: string;
  readonly user: string;
}

async function declareFromModule(draft: Draft, use: Use): Promise<void> {
  const binding = await moduleBinding(use.url, use.name);
  if (binding === undefined) return declareStandIn(draft, use.name, use.user);
  if (binding.kind === "variable") {
    draft.reasons.add(`${use.user} uses \`${use.name}\`, a variable of its module that may change`);
  } else if (binding.kind === "declared") await declareStatement(draft, binding, use.user);
  else await declareImport(draft, use, binding);
}

/** Declares a statement of a module after what it uses itself. */
async function declareStatement(
  draft: Draft,
  part: Extract<ModuleBinding, { kind: "declared" }>,
  user: string,
): Promise<void> {
  if (!draft.takes(part.names, part.url, user)) return;
  await declareTypes(draft, part);
  for (const name of await outsideNames(parseModule(part.text).program)) {
    await declareFromModule(draft, { url: part.url, name, user });
  }
  draft.declarations.push(part.text);
}

async function declareTypes(draft: Draft, { module, start, end, url }: ModulePart): Promise<void> {
  const names = namesInTypes(module, start, end);
  draft.types.push(...await mentionedTypes(module, names, url, draft.typeNames));
}

/** Declares what a module imports: from the library, from a package, or from another module of the author. */
async function declareImport(
  draft: Draft,
  { url, name, user }: Use,
  { imported, specifier, statement }: Extract<ModuleBinding, { kind: "imported" }>,
): Promise<void> {
  const isLocal = /^(?:\.{0,2}\/|file:|https?:)/.test(specifier);
  const target = isLocal ? new URL(specifier, url).href : resolvePackage(specifier);
  if (isLibrary(target) || isLibrary(specifier)) {
    if (imported === name && standIns.has(name)) draft.library.add(name);
    else draft.reasons.add(`${user} uses \`${name}\` of Opto`);
  } else if (/^(?:npm|jsr|node):/.test(target)) {
    const binding = imported === "*"
      ? `* as ${name}`
      : imported === "default"
      ? name
      : imported === name
      ? `{ ${name} }`
      : `{ ${imported} as ${name} }`;
    if (draft.takes([name], target, user)) {
      draft.imports.add(`import ${binding} from ${JSON.stringify(target)};`);
    }
  } else if (target.endsWith(".json") && imported === "default") {
    if (!draft.takes([name], target, user)) return;
    const text = await (await fetch(target)).text();
    draft.declarations.push(`const ${name} = ${JSON.stringify(JSON.parse(text))};`);
  } else if (imported === "*" || imported === "default" || statement.attributes?.length > 0) {
    draft.reasons.add(`${user} uses \`${name}\`, which its module imports as a whole`);
  } else await declareExport(draft, { url: target, name, user }, imported);
}

/** Declares an export of another module, under the name of the import. */
async function declareExport(draft: Draft, use: Use, exported: string): Promise<void> {
  const from = await reexport(use.url, exported);
  if (from !== undefined && from.specifier !== "") {
    const url = new URL(from.specifier, use.url).href;
    return await declareExport(draft, { ...use, url }, from.name);
  }
  const own = from?.name ?? exported;
  await declareFromModule(draft, { ...use, name: own });
  if (own !== use.name && draft.takes([use.name], use.url, use.user)) {
    draft.declarations.push(`const ${use.name} = ${own};`);
  }
}

function declareStandIn(draft: Draft, name: string, user: string): void {
  if (standIns.has(name)) draft.library.add(name);
  else draft.reasons.add(`${user} uses \`${name}\`, which is outside of it`);
}
