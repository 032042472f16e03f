/**
 * A parameter's code as a list of places, each with the variables it can see.
 *
 * @module
 */
import type {
  AnyNode,
  CallExpression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Function as FunctionNode,
  Program,
  SwitchStatement,
} from "acorn";
import { RecentMap } from "../../../code/recent_map.ts";
import { childrenOf } from "../../../code/walk.ts";
import { assignedNames } from "./assigned_names.ts";
import { handedOver } from "./callback.ts";
import { isCertain } from "./is_certain.ts";
import { parseSource, type TextRange } from "./parsed_source.ts";
import {
  declaredBy,
  extend,
  type Given,
  nothingKnown,
  type Scope,
  type Variable,
} from "./scope.ts";
import { type Shape, unknown } from "./shape.ts";
import { shapeOf } from "./shape_of.ts";
import { type Aliases, aliasesOf, returnedShape } from "./type_shape.ts";

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

/** A function, and the shape it returns. */
export interface FunctionPlace {
  readonly node: FunctionNode;
  readonly returns: Shape;
}

/** A source with its places in the order of the text, parents first. Types and patterns have no places. */
export interface CodeTree {
  readonly source: string;
  readonly program: Program;
  readonly places: readonly Place[];
  readonly placeOf: ReadonlyMap<AnyNode, Place>;
  /** Ranges of expressions that stand in parentheses, with the parentheses. */
  readonly parentheses: ReadonlyMap<AnyNode, TextRange>;
}

/** Parents of several candidates are read again and again. */
const recentTrees = new RecentMap<string, CodeTree>(256);

/**
 * Reads a source.
 *
 * @throws {SyntaxError} when it does not parse
 */
export function readCode(source: string): CodeTree {
  return recentTrees.getOrInsert(source, () => {
    const { program, parentheses } = parseSource(source);
    const surveyor = new Surveyor(aliasesOf(program), assignedNames(program));
    surveyor.visit(program, { parent: undefined, scope: new Map(), owner: undefined });
    const placeOf = new Map(surveyor.places.map((place) => [place.node, place]));
    return { source, program, places: surveyor.places, placeOf, parentheses };
  });
}

/** The range of an expression, the parentheses around it included. */
export function rangeOf(tree: CodeTree, node: AnyNode): TextRange {
  return tree.parentheses.get(node) ?? node;
}

interface Surroundings {
  readonly parent: Place | undefined;
  readonly scope: Scope;
  readonly owner: FunctionPlace | undefined;
  readonly isLoopControl?: boolean;
  /** For a function given to a call: the arguments it will be called with. */
  readonly handed?: readonly Given[];
}

/** Walks the tree once and carries the scope along. */
class Surveyor {
  readonly places: Place[] = [];
  readonly #aliases: Aliases;
  readonly #assigned: ReadonlySet<string>;

  constructor(aliases: Aliases, assigned: ReadonlySet<string>) {
    this.#aliases = aliases;
    this.#assigned = assigned;
  }

  visit(node: AnyNode, around: Surroundings): void {
    if (node.type.startsWith("TS") && !("expression" in node)) return;
    const { parent, scope, owner, isLoopControl = false } = around;
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
      case "ForInStatement":
      case "ForOfStatement":
        return this.#visitForEach(node, below);
      case "WhileStatement":
      case "DoWhileStatement":
        this.visit(node.test, { ...below, isLoopControl: true });
        return this.visit(node.body, below);
      case "SwitchStatement":
        return this.#visitSwitch(node, below);
      case "CatchClause": {
        const caught = node.param
          ? declaredBy(node.param, this.#declaring("let"), nothingKnown)
          : [];
        return this.visit(node.body, { ...below, scope: extend(scope, caught) });
      }
      case "VariableDeclarator":
        return node.init ? this.visit(node.init, below) : undefined;
      case "ObjectPattern":
      case "ArrayPattern":
        return;
      default:
        for (const child of childrenOf(node)) this.visit(child, below);
    }
  }

  /** Each statement sees what those before it declared; names declared later hide those of outer scopes. */
  #visitInTurn(statements: readonly AnyNode[], below: Surroundings): void {
    let scope = this.#hiding(statements, below.scope);
    for (const statement of statements) {
      this.visit(statement, { ...below, scope });
      scope = extend(scope, this.#declared(statement, scope));
    }
  }

  #hiding(statements: readonly AnyNode[], scope: Scope): Scope {
    const later = statements.flatMap((statement) => this.#declared(statement, scope));
    return extend(
      scope,
      later.map((variable) => ({
        ...variable,
        shape: unknown,
        isAssignable: false,
        isReady: false,
      })),
    );
  }

  #visitSwitch(node: SwitchStatement, below: Surroundings): void {
    this.visit(node.discriminant, below);
    const scope = this.#hiding(node.cases.flatMap(({ consequent }) => consequent), below.scope);
    for (const { test, consequent } of node.cases) {
      if (test) this.visit(test, { ...below, scope });
      this.#visitInTurn(consequent, { ...below, scope });
    }
  }

  #visitCall(node: CallExpression, below: Surroundings): void {
    this.visit(node.callee, below);
    for (const argument of node.arguments) {
      this.visit(argument, { ...below, handed: handedOver(node, below.scope) });
    }
  }

  #visitFunction(node: FunctionNode, below: Surroundings, handed: readonly Given[] = []): void {
    const declaring = { ...this.#declaring("const"), isTrusted: true };
    const ownName = node.type === "FunctionExpression" && node.id
      ? declaredBy(node.id, declaring, nothingKnown)
      : [];
    const parameters = node.params.flatMap((pattern, place) =>
      declaredBy(pattern, declaring, handed[place] ?? nothingKnown)
    );
    const owner = { node, returns: returnedShape(node, this.#aliases) };
    const scope = extend(below.scope, [...ownName, ...parameters]);
    this.visit(node.body, { ...below, scope, owner, isLoopControl: false });
  }

  #visitFor(node: ForStatement, below: Surroundings): void {
    const control = { ...below, isLoopControl: true };
    if (node.init) this.visit(node.init, control);
    // Only the loop itself changes its counter.
    const counters = node.init ? this.#declared(node.init, below.scope) : [];
    const scope = extend(
      below.scope,
      counters.map((counter) => ({ ...counter, isAssignable: false })),
    );
    if (node.test) this.visit(node.test, { ...control, scope });
    if (node.update) this.visit(node.update, { ...control, scope });
    this.visit(node.body, { ...below, scope });
  }

  #visitForEach(node: ForOfStatement | ForInStatement, below: Surroundings): void {
    this.visit(node.right, below);
    const list = shapeOf(node.right, below.scope);
    const item = node.type === "ForOfStatement" && list.kind === "array"
      ? { shape: list.item, isCertain: isCertain(node.right, below.scope) }
      : nothingKnown;
    const declared = this.#declared(node.left, below.scope, item);
    this.visit(node.body, { ...below, scope: extend(below.scope, declared) });
  }

  #declared(node: AnyNode, scope: Scope, given: Given = nothingKnown): Variable[] {
    switch (node.type) {
      case "ExportNamedDeclaration":
        return node.declaration ? this.#declared(node.declaration, scope, given) : [];
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return node.id ? declaredBy(node.id, this.#declaring("const"), nothingKnown) : [];
      case "VariableDeclaration":
        return node.declarations.flatMap(({ id, init }) =>
          declaredBy(
            id,
            this.#declaring(node.kind),
            init ? { shape: shapeOf(init, scope), isCertain: isCertain(init, scope) } : given,
          )
        );
      default:
        return [];
    }
  }

  #declaring(kind: string) {
    return {
      aliases: this.#aliases,
      assigned: this.#assigned,
      isAssignable: kind !== "const",
      isTrusted: false,
    };
  }
}
