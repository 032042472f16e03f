/**
 * Brings source as a model writes it into the form that a program needs, without a change of what it does.
 *
 * @module
 */
import type { AnyNode, ImportDeclaration, Program, Statement } from "acorn";
import type { FunctionNode } from "../../trace/function/function_text.ts";
import type { AdoptedSource, AdoptRequest } from "../compiler.ts";
import { isFunction } from "../function_shape.ts";
import { parseModule } from "../parsed_module.ts";
import { type NameScopes, scopesOf } from "../free_variables.ts";
import { type Splice, splice } from "../splice.ts";
import { isTypeScript } from "../typed_tree.ts";
import { walk } from "../walk.ts";
import { canonicalCode } from "./canonical_code.ts";
import { isOutOfStack } from "./out_of_stack.ts";

/**
 * The source with the entry under its own name and exported, its parameters under their declared names, and without
 * unused imports. Source that does not parse is left to the compiler, which says why.
 *
 * For a model's answers, in the compiler's process. `declareEntry` of the trace does less for any code parameter: it
 * parses nothing, so that it works without a compiler, and leaves other names as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { adoptSource } from "./adopt_source.ts";
 *
 * const current = "export function twice(n: number) { return n; }";
 * const { source } = await adoptSource({
 *   source: "export default function double(x) { return 2 * x; }",
 *   entry: "twice",
 *   current,
 * });
 * assertEquals(source, "export function twice(n) { return 2 * n; }");
 * ```
 */
export async function adoptSource(request: AdoptRequest): Promise<AdoptedSource> {
  const { source, current } = request;
  try {
    const adopted = await rewritten(request);
    if (adopted === current) return { source: adopted, isSame: true };
    const code = hasMarks(source) ? null : await canonicalCode(adopted);
    return { source: adopted, isSame: code !== null && code === await canonicalCode(current) };
  } catch (error) {
    if (isOutOfStack(error)) return { source, isSame: false };
    throw error;
  }
}

/** Marks of blocks are comments with a meaning. */
function hasMarks(source: string): boolean {
  return /(?:FIXED|EVOLVE)-BLOCK/.test(source);
}

async function rewritten({ source, entry, current }: AdoptRequest): Promise<string> {
  const exported = rewrite(source, (program) => exportSplices(program, source, entry));
  const declared = topFunctions(programOf(current)).find(({ name }) => name === entry);
  if (exported === undefined || declared === undefined) return exported ?? source;
  const program = programOf(exported);
  if (program === undefined) return source;
  const scopes = await scopesOf(program);
  const found = entryIn(program, scopes, declared, entry);
  return splice(exported, [
    ...importSplices(program, exported, scopes),
    ...found === undefined ? [] : [
      ...nameSplices(program, scopes, found, declared),
      ...declared.isExported ? exportSplice(program, found, entry) : [],
    ],
  ]);
}

function programOf(source: string): Program | undefined {
  try {
    return parseModule(source).program;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The text after the splices; undefined when it does not parse. */
function rewrite(
  source: string,
  splicesOf: (program: Program) => readonly Splice[],
): string | undefined {
  const program = programOf(source);
  return program && splice(source, splicesOf(program));
}

/** A named function at the top level of a module. */
interface TopFunction {
  readonly name: string;
  /** Offset of the name. */
  readonly start: number;
  readonly node: FunctionNode;
  readonly statement: Node;
  readonly isExported: boolean;
}

type Node = Program["body"][number];

function topFunctions(program: Program | undefined): readonly TopFunction[] {
  return (program?.body ?? []).flatMap((statement): TopFunction[] => {
    const isExported = statement.type === "ExportNamedDeclaration";
    const declaration = isExported ? statement.declaration : statement;
    if (declaration?.type === "FunctionDeclaration" && declaration.id) {
      const { id: { name, start } } = declaration;
      return [{ name, start, node: declaration, statement, isExported }];
    }
    if (declaration?.type !== "VariableDeclaration" || declaration.declarations.length !== 1) {
      return [];
    }
    const [declarator] = declaration.declarations;
    const { id, init } = declarator!; // !: there is one
    if (id.type !== "Identifier" || !init || !isFunction(init)) return [];
    return [{ name: id.name, start: id.start, node: init, statement, isExported }];
  });
}

/** Default exports become named ones; assignments to `module.exports` of what is declared anyway go. */
function exportSplices(program: Program, source: string, entry: string): readonly Splice[] {
  const hasEntry = topFunctions(program).some(({ name }) => name === entry);
  return program.body.flatMap((statement): Splice[] => {
    const { start, end } = statement;
    if (statement.type === "ExpressionStatement") {
      return isExportAssignment(statement.expression, source) ? [removal(statement, source)] : [];
    }
    if (statement.type !== "ExportDefaultDeclaration") return [];
    const { declaration } = statement;
    const at = declaration.start;
    if (declaration.type === "Identifier") return [removal(statement, source)];
    if (declaration.type === "FunctionDeclaration") {
      if (declaration.id) return [{ start, end: at, text: "export " }];
      const head = /^(?:async\s+)?function(?:\s*\*)?/.exec(source.slice(at, at + 200))?.[0];
      if (hasEntry || head === undefined) return [];
      const name = at + head.length;
      const blanks = /^\s*/.exec(source.slice(name, name + 100))?.[0].length ?? 0;
      return [
        { start, end: at, text: "export " },
        { start: name, end: name + blanks, text: ` ${entry}` },
      ];
    }
    if (hasEntry || !isFunction(declaration)) return [];
    const ending = source[end - 1] === ";" ? [] : [{ start: end, end, text: ";" }];
    return [{ start, end: at, text: `export const ${entry} = ` }, ...ending];
  });
}

/** `module.exports = f`, `module.exports = { f, g }`, `exports.f = f` */
function isExportAssignment(node: AnyNode, source: string): boolean {
  if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return false;
  const target = source.slice(node.left.start, node.left.end);
  if (!/^(?:module\.)?exports(?:\.\w+)?$/.test(target) || target === "exports") return false;
  const { right } = node;
  return right.type === "Identifier" || (right.type === "ObjectExpression" &&
    right.properties.every((property) =>
      property.type === "Property" && property.value.type === "Identifier"
    ));
}

/** Removes a statement with its line break. */
function removal({ start, end }: Pick<AnyNode, "start" | "end">, source: string): Splice {
  const rest = /^[ \t]*;?[ \t]*\r?\n?/.exec(source.slice(end, end + 100))?.[0] ?? "";
  return { start, end: end + rest.length, text: "" };
}

/**
 * The function that is the entry: by its name, or the only one that can be, when a model chose another name. Such a one
 * has as many parameters and is the only function, the only exported one, or the only one that no other calls.
 */
function entryIn(
  program: Program,
  scopes: NameScopes,
  declared: TopFunction,
  entry: string,
): TopFunction | undefined {
  const all = topFunctions(program);
  const named = all.find(({ name }) => name === entry);
  if (named !== undefined || scopes.topLevel(entry) !== undefined) return named;
  const fitting = all.filter(({ node }) => node.params.length === declared.node.params.length);
  const isCalled = ({ name, node }: TopFunction) =>
    scopes.topLevel(name)?.uses.some((at) => at < node.start || at > node.end) ?? false;
  const choices = [
    all.length === 1 ? fitting : [],
    fitting.filter(({ isExported }) => isExported),
    fitting.filter((each) => !isCalled(each)),
  ];
  return choices.find(({ length }) => length === 1)?.[0];
}

/** Gives the entry and its parameters their declared names. */
function nameSplices(
  program: Program,
  scopes: NameScopes,
  found: TopFunction,
  declared: TopFunction,
): readonly Splice[] {
  const shorthands = shorthandsOf(program);
  const rename = (places: readonly number[], from: string, to: string): readonly Splice[] =>
    places.map((start) => ({
      start,
      end: start + from.length,
      text: shorthands.has(start) ? `${from}: ${to}` : to,
    }));
  const splices: Splice[] = [];
  const own = scopes.topLevel(found.name);
  if (found.name !== declared.name && own !== undefined) {
    splices.push(...rename([...own.declarations, ...own.uses], found.name, declared.name));
  }
  if (found.node.params.length !== declared.node.params.length) return splices;
  const names = namesIn(program);
  for (const [index, pattern] of found.node.params.entries()) {
    const [from, to] = [pattern, declared.node.params[index]].map(plainName);
    if (from === undefined || to === undefined || from === to || names.has(to)) continue;
    const variable = scopes.parameter(found.node, from);
    if (variable === undefined) continue;
    splices.push(...rename([...variable.declarations, ...variable.uses], from, to));
  }
  return splices;
}

/** The name of a parameter `x`, `x = 1` or `...x`. */
function plainName(pattern: AnyNode | undefined): string | undefined {
  switch (pattern?.type) {
    case "Identifier":
      return pattern.name;
    case "AssignmentPattern":
      return plainName(pattern.left);
    case "RestElement":
      return plainName(pattern.argument);
    default:
      return undefined;
  }
}

function namesIn(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === "Identifier") names.add(node.name);
  });
  return names;
}

/** Offsets of the names in `{ name }`, which need a key once the name is another. */
function shorthandsOf(program: Program): ReadonlySet<number> {
  const starts = new Set<number>();
  walk(program, (node) => {
    if (node.type === "Property" && node.shorthand) starts.add(node.start);
  });
  return starts;
}

/** Exports a declared entry, as the original is. */
function exportSplice(
  program: Program,
  { statement: { start }, isExported, name }: TopFunction,
  entry: string,
): readonly Splice[] {
  const isListed = program.body.some((each) =>
    each.type === "ExportNamedDeclaration" &&
    each.specifiers.some(({ exported }) =>
      exported.type === "Identifier" && (exported.name === entry || exported.name === name)
    )
  );
  return isExported || isListed ? [] : [{ start, end: start, text: "export " }];
}

/** Removes imports that nothing uses. */
function importSplices(
  program: Program,
  source: string,
  scopes: NameScopes,
): readonly Splice[] {
  const imports = program.body.filter((statement): statement is ImportDeclaration =>
    statement.type === "ImportDeclaration" && statement.specifiers.length > 0
  );
  if (imports.length === 0) return [];
  const inTypes = namesOfTypes(program);
  return imports.flatMap((statement) => {
    const isUsed = statement.specifiers.some(({ local: { name } }) =>
      inTypes.has(name) || (scopes.topLevel(name)?.uses.length ?? 0) > 0
    );
    return isUsed ? [] : [removal(statement, source)];
  });
}

function namesOfTypes(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (node: AnyNode | Statement, isType: boolean): void =>
    walk(node, (each) => {
      if (isType && each.type === "Identifier") names.add(each.name);
      if (isType || !isTypeScript(each)) return;
      collect(each, true);
      return false;
    });
  collect(program, false);
  return names;
}
