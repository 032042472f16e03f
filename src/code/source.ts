/**
 * Finds the author's source of a function, at the call that received the function.
 *
 * @module
 */
import { declare } from "../trace/function/declaration.ts";
import { readFunction } from "../trace/function/function_text.ts";
import type { CallSite, FoundSource, GivenSource, SourceOrigin } from "../trace/host_services.ts";
import { freeVariables } from "./free_variables.ts";
import { functionSource, type PlacedFunction } from "./function_source.ts";
import { loadModule } from "./load_module.ts";
import { mentionedTypes } from "./mentioned_types.ts";
import { type ParsedModule, parseModule } from "./parsed_module.ts";
import { functionLike, functionOfCall } from "./place_function.ts";
import { RecentMap } from "./recent_map.ts";
import { signatureOf } from "./signature.ts";
import { lineEnd, LineTable, offsetAt } from "./text_place.ts";
import { namesInTypes } from "./type_declarations.ts";

/**
 * The source of `fn` as a module: the exported function, after the types and imports it mentions.
 *
 * Read from the module at `site`, over file and http: the first argument of the call at that place, or the function
 * of that module with the same syntax. Without such a module, or for a function of another module, the engine's
 * JavaScript is used.
 *
 * @param entry the name under which the function is exported
 * @param given source and entry, if given by the author: only the signature is read then
 * @throws {TypeError} when `fn` is native, bound or a class
 */
export function findSourceOf(
  fn: CallableFunction,
  site: CallSite | undefined,
  entry: string,
  given?: GivenSource,
): Promise<FoundSource> {
  const text = Function.prototype.toString.call(fn);
  const key = JSON.stringify([text, fn.name, entry, site, given]);
  return foundSources.getOrInsert(key, () => findAnew(fn, site, entry, given));
}

/** By function and place: each agent of a task declares the same functions again. */
const foundSources = new RecentMap<string, Promise<FoundSource>>(256);

async function findAnew(
  fn: CallableFunction,
  site: CallSite | undefined,
  entry: string,
  given: GivenSource | undefined,
): Promise<FoundSource> {
  if (given) return { ...given, signature: signatureOf(given.source, given.entry) };
  const own = readFunction(fn);
  if (own === undefined || own.kind === "class") return declare(fn, entry);
  const module = site && await loadModule(site.url);
  const placed = module && (
    functionOfCall(module, offsetAt(module.source, site.line, site.column)) ??
      functionLike(module, own.node)
  );
  return placed ? await assemble(placed, entry, site.url) : declare(fn, entry);
}

async function assemble(
  placed: PlacedFunction,
  entry: string,
  url: string,
): Promise<FoundSource> {
  const { module, node } = placed;
  const { text, commentLines } = functionSource(placed, entry);
  const { program } = parseModule(text);
  const values = (await freeVariables(program)).map(({ name }) => name);
  const names = new Set([...namesInTypes(module, node.start, node.end), ...values]);
  const lines = new LineTable(module.source);
  const parts: readonly (readonly Part[])[] = [
    importsOf(module, values).map(({ start, text }) => ({ text, line: lines.placeAt(start).line })),
    (await mentionedTypes(module, names, url)).map((text) => ({ text })),
    [{ text, line: lines.placeAt(node.start).line - commentLines }],
  ];
  const { source, runs } = joined(parts.filter((texts) => texts.length > 0));
  return { source, entry, signature: signatureOf(source, entry), origin: { url, runs } };
}

/** A piece of a source, and the line of the module where it begins, if it is from there. */
interface Part {
  readonly text: string;
  readonly line?: number;
}

/** Joins groups of pieces, with a blank line between groups. */
function joined(groups: readonly (readonly Part[])[]): Pick<SourceOrigin, "runs"> & {
  readonly source: string;
} {
  const runs: SourceOrigin["runs"][number][] = [];
  let source = "";
  let first = 1;
  for (const group of groups) {
    if (source !== "") [source, first] = [`${source}\n`, first + 1];
    for (const { text, line } of group) {
      runs.push({ first, ...line === undefined ? {} : { line } });
      source += `${text}\n`;
      first += text.split(lineEnd).length;
    }
  }
  return { source, runs };
}

/** The imports of values that the function uses; whether they are allowed is checked later. */
function importsOf(
  module: ParsedModule,
  values: readonly string[],
): { readonly start: number; readonly text: string }[] {
  return module.program.body.flatMap((statement) =>
    statement.type === "ImportDeclaration" &&
      statement.specifiers.some(({ local }) => values.includes(local.name))
      ? [{ start: statement.start, text: module.source.slice(statement.start, statement.end) }]
      : []
  );
}
