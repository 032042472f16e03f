/**
 * A parameter's code as a list of places, each with the variables it can see.
 *
 * @module
 */
import type { AnyNode, CallExpression, ForStatement, Function as FunctionNode } from "acorn";
import { eraseTypes } from "../../code/erase_types.ts";
import { parseJavaScript } from "../../trace/function/parse_javascript.ts";
import { RecentMap } from "../../code/recent_map.ts";
import { childrenOf } from "../../code/walk.ts";
import { type Aliases, aliasesOf, annotationAt } from "./annotation.ts";
import { handedOver } from "./callback.ts";
import { declaredBy, type Declaring, extend, type Scope, type Variable } from "./scope.ts";
import { type Shape, unknown } from "./shape.ts";
import { shapeOf } from "./shape_of.ts";

/** One node of the syntax tree, and where it stands. */
export interface Place {
  readonly node: AnyNode;
  readonly parent: Place | undefined;
  readonly scope: Scope;
  /** The function it belongs to. */
  readonly owner: FunctionPlace | undefined;
  /** Whether it decides how often a loop runs, so that a careless change would never end. */
  readonly isLoopControl: boolean;
}

/** A function, and what it gives. */
export interface FunctionPlace {
  readonly node: FunctionNode;
  readonly returns: Shape;
}

/** A source with its places in the order of the text, parents first. */
export interface CodeTree {
  /** TypeScript, as its author wrote it. */
  readonly source: string;
  /** The source with its types blanked out: every character stands where it does in the source. */
  readonly js: string;
  readonly places: readonly Place[];
}

/** Parents are read again and again. */
const kept = new RecentMap<string, Promise<CodeTree>>(256);

/**
 * Reads a source; positions in the tree are those of the TypeScript.
 *
 * @throws {SyntaxError} when it does not parse
 */
export function readCode(source: string): Promise<CodeTree> {
  return kept.getOrInsert(source, () => readAnew(source));
}

async function readAnew(source: string): Promise<CodeTree> {
  const { js } = await eraseTypes(source);
  const program = parseJavaScript(js, { preserveParens: true });
  const surveyor = new Surveyor(source, js, aliasesOf(source));
  surveyor.visit(program, { parent: undefined, scope: new Map(), owner: undefined });
  return { source, js, places: surveyor.places };
}

/** The text of a node, types included. */
export function textOf(
  tree: CodeTree,
  node: { readonly start: number; readonly end: number },
): string {
  return tree.source.slice(node.start, node.end);
}

interface Surroundings {
  readonly parent: Place | undefined;
  readonly scope: Scope;
  readonly owner: FunctionPlace | undefined;
  readonly isLoopControl?: boolean;
  /** For a function given to a call: what it will be called with. */
  readonly handed?: readonly Shape[];
}

/** Walks the tree once and carries the scope along. */
class Surveyor {
  readonly places: Place[] = [];
  readonly #source: string;
  readonly #js: string;
  readonly #aliases: Aliases;

  constructor(source: string, js: string, aliases: Aliases) {
    this.#source = source;
    this.#js = js;
    this.#aliases = aliases;
  }

  visit(node: AnyNode, around: Surroundings): void {
    const { parent, scope, owner } = around;
    const isLoopControl = around.isLoopControl ?? false;
    const place: Place = { node, parent, scope, owner, isLoopControl };
    this.places.push(place);
    const below = { parent: place, scope, owner, isLoopControl };
    switch (node.type) {
      case "Program":
      case "BlockStatement":
        return this.#visitInTurn(node.body, below);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#visitFunction(node, below, around.handed);
      case "CallExpression":
        return this.#visitCall(node, below);
      case "ForStatement":
        return this.#visitFor(node, below);
      case "ForOfStatement": {
        this.visit(node.right, below);
        const list = shapeOf(node.right, scope);
        const item = list.kind === "array" ? list.item : unknown;
        const within = extend(scope, this.#declared(node.left, item));
        return this.visit(node.body, { ...below, scope: within });
      }
      case "WhileStatement":
      case "DoWhileStatement":
        this.visit(node.test, { ...below, isLoopControl: true });
        return this.visit(node.body, below);
      default:
        for (const child of childrenOf(node)) this.visit(child, below);
    }
  }

  /** Each statement sees what those before it declared. */
  #visitInTurn(statements: readonly AnyNode[], below: Surroundings): void {
    let scope = below.scope;
    for (const statement of statements) {
      this.visit(statement, { ...below, scope });
      scope = extend(scope, this.#declared(statement, unknown, scope));
    }
  }

  #visitCall(node: CallExpression, below: Surroundings): void {
    this.visit(node.callee, below);
    for (const argument of node.arguments) {
      this.visit(argument, { ...below, handed: handedOver(node, below.scope) });
    }
  }

  #visitFunction(node: FunctionNode, below: Surroundings, handed: readonly Shape[] = []): void {
    const parameters = node.params.flatMap((pattern, place) =>
      declaredBy(pattern, this.#declaring(false), handed[place])
    );
    const owner = { node, returns: this.#returnsOf(node) };
    const scope = extend(below.scope, parameters);
    this.visit(node.body, { ...below, scope, owner, isLoopControl: false });
  }

  #visitFor(node: ForStatement, below: Surroundings): void {
    const control = { ...below, isLoopControl: true };
    if (node.init) this.visit(node.init, control);
    // The counter is for the loop to change, for nobody else.
    const counters = node.init ? this.#declared(node.init, unknown, below.scope) : [];
    const scope = extend(
      below.scope,
      counters.map((counter) => ({ ...counter, isAssignable: false })),
    );
    if (node.test) this.visit(node.test, { ...control, scope });
    if (node.update) this.visit(node.update, { ...control, scope });
    this.visit(node.body, { ...below, scope });
  }

  #declared(node: AnyNode, given: Shape, scope: Scope = new Map()): Variable[] {
    if (node.type === "ExportNamedDeclaration") {
      return node.declaration ? this.#declared(node.declaration, given, scope) : [];
    }
    if (node.type !== "VariableDeclaration") return [];
    const declaring = this.#declaring(node.kind !== "const");
    return node.declarations.flatMap(({ id, init }) =>
      declaredBy(id, declaring, init ? shapeOf(init, scope) : given)
    );
  }

  #declaring(isAssignable: boolean): Declaring {
    return { source: this.#source, aliases: this.#aliases, isAssignable };
  }

  /** The annotation behind the closing parenthesis of the parameters. */
  #returnsOf(node: FunctionNode): Shape {
    const from = node.params.at(-1)?.end ?? this.#js.indexOf("(", node.id?.end ?? node.start) + 1;
    const close = this.#js.indexOf(")", from);
    if (close < 0 || close > node.body.start) return unknown;
    return annotationAt(this.#source, close + 1, this.#aliases);
  }
}
