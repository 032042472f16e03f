/**
 * Finds a function as its author wrote it, at the place of the call that was given the function.
 *
 * @module
 */
import type { CallSite, FoundSource } from "../trace/host_services.ts";
import { freeVariables } from "./free_variables.ts";
import { functionSource, type PlacedFunction } from "./function_source.ts";
import { loadModule } from "./load_module.ts";
import { parse, type ParsedModule } from "./parse.ts";
import { firstFunction, functionLike, functionOfCall } from "./place_function.ts";
import { signatureOf } from "./signature.ts";
import { offsetAt } from "./text_place.ts";
import { mentionedTypes } from "./mentioned_types.ts";
import { wordsInTypes } from "./type_declarations.ts";

/**
 * The source of `fn` as a module of its own: the function, exported, below the type declarations it mentions.
 *
 * It is read from the module that `site` names, over file and http alike: the first argument of the call at that place,
 * or else the function of that module with the same syntax. When there is no such module, or the function is from
 * another one, its JavaScript is all there is.
 *
 * @throws {TypeError} when `fn` is native, bound or a class
 */
export async function findSourceOf(
  // deno-lint-ignore ban-types -- any function
  fn: Function,
  site: CallSite | undefined,
): Promise<FoundSource> {
  const own = await parseFunction(fn);
  const module = site && await loadModule(site.url);
  const placed = module && (
    functionOfCall(module, offsetAt(module.source, site.line, site.column)) ??
      functionLike(module, own)
  );
  return placed ? await assemble(placed, fn.name, site.url) : await assembleAlone(own, fn.name);
}

/** The function's own text, as a module that holds nothing else. */
// deno-lint-ignore ban-types -- any function
async function parseFunction(fn: Function): Promise<ParsedModule> {
  const text = Function.prototype.toString.call(fn);
  if (/^class\b/.test(text) || /\{\s*\[native code\]\s*\}$/.test(text)) {
    throw new TypeError(
      `Cannot read "${fn.name}" as source: received a class, a bound or a built-in function`,
    );
  }
  try {
    return await parse(`void (${text});`);
  } catch {
    // A method has no keyword of its own.
    return await parse(`void ({ ${text} });`);
  }
}

async function assembleAlone(own: ParsedModule, name: string): Promise<FoundSource> {
  const placed = firstFunction(own, () => true);
  if (!placed) throw new TypeError(`Cannot read "${name}" as source: received no function`);
  return await assemble(placed, name, undefined);
}

async function assemble(
  placed: PlacedFunction,
  name: string,
  url: string | undefined,
): Promise<FoundSource> {
  const { module, node } = placed;
  const { name: entry, text } = functionSource(placed, name || "f");
  const { program } = await parse(text);
  const values = (await freeVariables(program)).map(({ name }) => name);
  const words = new Set([...wordsInTypes(module, node.start, node.end), ...values]);
  const parts = [importsOf(module, values), await mentionedTypes(module, words, url), [text]];
  const source = parts.filter((texts) => texts.length > 0)
    .map((texts) => texts.join("\n") + "\n").join("\n");
  return { source, entry, signature: await signatureOf(source, entry) };
}

/** The import declarations that bring in a value the function uses; whether they are allowed is checked later. */
function importsOf(module: ParsedModule, values: readonly string[]): string[] {
  return module.program.body.flatMap((statement) =>
    statement.type === "ImportDeclaration" &&
      statement.specifiers.some(({ local }) => values.includes(local.name))
      ? [module.source.slice(statement.start, statement.end)]
      : []
  );
}
