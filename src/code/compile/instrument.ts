/**
 * Rewrites compiled code so that its functions report their statements to a probe.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import type {
  AnyNode,
  BlockStatement,
  CallExpression,
  CatchClause,
  ClassBody,
  ConditionalExpression,
  IfStatement,
  Pattern,
  Program,
  Statement,
  UpdateExpression,
} from "acorn";
import { arrowEnd, type FunctionNode } from "../../trace/function/function_text.ts";
import { parseBody } from "../../trace/function/parse_javascript.ts";
import type { CompiledModule } from "./compile_module.ts";
import { isFunction } from "../function_shape.ts";
import { mappingsAfter } from "./mappings.ts";
import { boundNames, declaredNames } from "./module_body.ts";
import { isOutOfStack } from "./out_of_stack.ts";
import { positionsOf } from "../positions.ts";
import { type Splice, splice } from "../splice.ts";
import { LineTable } from "../text_place.ts";
import { childrenOf } from "../walk.ts";

/** Code and its source map. */
export type MappedCode = Pick<CompiledModule, "code" | "mappings">;

/** Maximum characters of instrumented code; longer code runs without a probe. */
const maxCodeLength = 4_000_000;

/** Maximum characters of a label. */
const maxLabelLength = 200;

/**
 * Adds calls of the probe of `sandbox/probe.ts`, the second argument of the body: assigned values, elements and
 * properties, changed containers, branches taken, loop iterations, results, and errors, caught or thrown, with local
 * values. Adds and removes no lines. Code that is too long or too
 * deeply nested is returned unchanged.
 *
 * @param source the TypeScript it was compiled from
 */
export function instrument({ code, mappings }: MappedCode, source: string): MappedCode {
  try {
    const splices = new Instrumentation(code, lineFinder({ code, mappings }, source))
      .of(parseBody(code));
    const instrumented = splice(code, splices);
    if (instrumented.length > maxCodeLength) return { code, mappings };
    return { code: instrumented, mappings: mappingsAfter(mappings, code, splices) };
  } catch (error) {
    if (isOutOfStack(error)) return { code, mappings };
    throw error;
  }
}

/** Maps an offset in the code to its line in the source. */
function lineFinder(
  { code, mappings }: MappedCode,
  source: string,
): (offset: number) => number | undefined {
  const lines = new LineTable(code);
  const positions = positionsOf(mappings, source);
  return (offset) => {
    const { line, column } = lines.placeAt(offset);
    return positions.locate(line, column)?.line;
  };
}

/** The function that contains a node, and the blocks around the node in it. */
interface Scope {
  readonly functionName: string;
  /** The variable with the reader of the innermost block's locals. */
  readonly reader: string;
  /** The variables that hold objects whose methods are called, of the function. */
  readonly objects: string[];
}

/** The names that instrumented code adds; the code contains none of them. */
interface AddedNames {
  readonly probe: string;
  readonly locals: string;
  readonly error: string;
  readonly all: string;
  readonly object: string;
}

/** Methods of built-in containers that change them in place. */
const mutators: ReadonlySet<string> = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "),
);

/** Every added name begins with a text that does not occur in the code. */
function namesFor(code: string): AddedNames {
  let probe = "__opto";
  while (code.includes(probe)) probe += "_";
  const [locals, error, all, object] = ["locals", "error", "all", "object"].map((name) =>
    `${probe}$${name}`
  ) as [string, string, string, string]; // as many as names
  return { probe, locals, error, all, object };
}

/** Walks the tree once. Text inserted at one place opens from outside in and closes from inside out. */
class Instrumentation {
  readonly #code: string;
  readonly #lineOf: (offset: number) => number | undefined;
  readonly #splices: Splice[] = [];
  readonly #names: AddedNames;
  /** Calls that an optional chain may skip; to wrap one would end the chain. */
  readonly #inChain = new Set<AnyNode>();
  #readers = 0;
  #objects = 0;
  #classes = 0;

  constructor(code: string, lineOf: (offset: number) => number | undefined) {
    this.#code = code;
    this.#lineOf = lineOf;
    this.#names = namesFor(code);
  }

  of(root: Program): readonly Splice[] {
    const directive = root.body.findLast((statement) => "directive" in statement);
    this.#insert(directive?.end ?? 0, ` const ${this.#names.probe} = arguments[1];`);
    this.#visit(root, undefined, "");
    return this.#splices;
  }

  #insert(offset: number, text: string): void {
    this.#splices.push({ start: offset, end: offset, text });
  }

  /** A place for text that is known only after the walk below it. */
  #place(offset: number): { text: string } {
    const place = { start: offset, end: offset, text: "" };
    this.#splices.push(place);
    return place;
  }

  /** `probe.method(line, "label"`; the caller adds the last argument and the closing bracket. */
  #call(method: string, node: AnyNode, label: string): string {
    return `${this.#names.probe}.${method}(${this.#lineOf(node.start) ?? 0}, ${
      JSON.stringify(label)
    }`;
  }

  /** Wraps a node as the last argument of a call; `visit` continues below the node. */
  #wrap(node: AnyNode, call: string, visit: () => void): void {
    this.#insert(node.start, `${call}, (`);
    visit();
    this.#insert(node.end, "))");
  }

  /** The name of another reader of locals. */
  #nextReader(): string {
    return `${this.#names.locals}${++this.#readers}`;
  }

  /** Reads each variable in its own `try`: it may not be initialized yet. */
  #readerBody(names: readonly string[], outer: string): string {
    const { all } = this.#names;
    const reads = names.map((name) =>
      `try { ${all}[${JSON.stringify(name)}] = ${name}; } catch {}`
    );
    return `{ const ${all} = ${outer}; ${reads.join(" ")} return ${all}; }`;
  }

  #text(start: number, end: number): string {
    const text = this.#code.slice(start, end).replace(/\s+/g, " ").trim();
    return shortText(text, maxLabelLength);
  }

  #children(node: AnyNode, scope: Scope | undefined, name = ""): void {
    for (const child of childrenOf(node)) this.#visit(child, scope, name);
  }

  /** @param name the name of a function here that has none */
  #visit(node: AnyNode, scope: Scope | undefined, name: string): void {
    if (isFunction(node)) return this.#function(node, node.id?.name ?? name);
    if (node.type === "ClassBody") this.#privateFields(node);
    // Code outside all functions runs at load time and is not reported.
    if (!scope) return this.#children(node, scope, nameOf(node) ?? name);
    switch (node.type) {
      case "VariableDeclarator":
        return this.#declarator(node.id, node.init ?? undefined, scope);
      case "AssignmentExpression": {
        const label = this.#text(node.left.start, node.left.end);
        const call = this.#call("assign", node, label);
        return this.#wrap(node, call, () => this.#children(node, scope, label));
      }
      case "ExpressionStatement":
        return node.expression.type === "UpdateExpression"
          ? this.#updateStatement(node, node.expression, scope)
          : this.#children(node, scope);
      case "UpdateExpression":
        if (node.argument.type === "Identifier") {
          return this.#count(node, node.argument.name, scope);
        }
        // The value of `o.n++` is the old one, so only the other form can report in the middle of an expression.
        return node.prefix ? this.#update(node, scope) : this.#children(node, scope);
      case "UnaryExpression": {
        if (node.operator !== "delete") return this.#children(node, scope);
        const label = `delete ${this.#text(node.argument.start, node.argument.end)}`;
        const call = this.#call("assign", node, label);
        return this.#wrap(node, call, () => this.#children(node, scope));
      }
      case "ChainExpression":
        this.#noteChain(node.expression);
        return this.#children(node, scope);
      case "CallExpression":
        return this.#methodCall(node, scope);
      case "CatchClause":
        return this.#catch(node, scope);
      case "IfStatement":
        return this.#if(node, scope);
      case "ConditionalExpression":
        return this.#conditional(node, scope);
      case "SwitchCase": {
        const label = node.test ? `case ${this.#text(node.test.start, node.test.end)}` : "default";
        const [first] = node.consequent;
        if (first) this.#insert(first.start, `${this.#call("branch", node, label)}); `);
        return this.#children(node, scope);
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return this.#loop(node, scope);
      case "BlockStatement":
        return this.#block(node, scope, "", []);
      case "ReturnStatement": {
        const call = this.#call("returns", node, scope.functionName);
        const { argument } = node;
        if (argument) return this.#wrap(argument, call, () => this.#visit(argument, scope, ""));
        return this.#insert(node.start + "return".length, ` ${call}, undefined)`);
      }
      default:
        return this.#children(node, scope, nameOf(node) ?? "");
    }
  }

  /** An increment as a statement: a variable is reported after it. */
  #updateStatement(node: AnyNode, update: UpdateExpression, scope: Scope): void {
    const { argument } = update;
    if (argument.type !== "Identifier") return this.#update(update, scope);
    this.#insert(node.end, ` ${this.#call("assign", node, argument.name)}, ${argument.name});`);
  }

  /** Remembers the calls of an optional chain. */
  #noteChain(end: AnyNode): void {
    for (let at = end;; at = at.type === "CallExpression" ? at.callee : at.object) {
      this.#inChain.add(at);
      if (at.type !== "CallExpression" && at.type !== "MemberExpression") return;
    }
  }

  #if(node: IfStatement, scope: Scope): void {
    const { test, consequent, alternate } = node;
    this.#visit(test, scope, "");
    this.#branch(consequent, this.#call("branch", consequent, "then"), scope);
    if (alternate) this.#branch(alternate, this.#call("branch", alternate, "else"), scope);
    else this.#insert(node.end, ` else { ${this.#call("branch", node, "else")}); }`);
  }

  #conditional({ test, consequent, alternate }: ConditionalExpression, scope: Scope): void {
    this.#visit(test, scope, "");
    for (const [part, label] of [[consequent, "then"], [alternate, "else"]] as const) {
      this.#insert(part.start, `(${this.#call("branch", part, label)}), `);
      this.#visit(part, scope, "");
      this.#insert(part.end, ")");
    }
  }

  /** An increment of an element or a property, in a place where its value is not used or is the new one. */
  #update(node: UpdateExpression, scope: Scope): void {
    const { argument, operator, prefix } = node;
    const call = this.#call("assign", node, this.#text(argument.start, argument.end));
    this.#insert(node.start, `${call}, (${prefix ? "" : operator}`);
    this.#visit(argument, scope, "");
    // As a statement, `o.n++` does the same as `++o.n`, which has the new value.
    if (!prefix) this.#splices.push({ start: node.end - operator.length, end: node.end, text: "" });
    this.#insert(node.end, "))");
  }

  /** An increment of a variable in the middle of an expression, whose value is held meanwhile. */
  #count(node: UpdateExpression, name: string, scope: Scope): void {
    const held = `${this.#names.object}${++this.#objects}`;
    scope.objects.push(held);
    this.#insert(node.start, `(${held} = `);
    this.#insert(node.end, `, ${this.#call("assign", node, name)}, ${name}), ${held})`);
  }

  /** A call of a method that changes its object: reports the object, which is evaluated once. */
  #methodCall(node: CallExpression, scope: Scope): void {
    const { callee } = node;
    const isChange = callee.type === "MemberExpression" && callee.property.type === "Identifier" &&
      !callee.computed && mutators.has(callee.property.name) && !this.#inChain.has(node);
    const kind = isChange ? callee.object.type : "";
    if (!isChange || !/^(?:Identifier|ThisExpression|MemberExpression)$/.test(kind)) {
      return this.#children(node, scope);
    }
    const { object } = callee;
    const label = this.#text(object.start, object.end);
    this.#insert(node.start, `${this.#call("changed", node, label)}, (`);
    let held = label;
    if (kind === "MemberExpression") {
      held = `${this.#names.object}${++this.#objects}`;
      scope.objects.push(held);
      this.#insert(object.start, `(${held} = (`);
    }
    this.#visit(object, scope, "");
    if (kind === "MemberExpression") this.#insert(object.end, "))");
    for (const argument of node.arguments) this.#visit(argument, scope, "");
    this.#insert(node.end, `), ${held})`);
  }

  /** The error that was caught; its clause gets a name for it if it has none, or takes it apart. */
  #catch({ start, param, body }: CatchClause, scope: Scope): void {
    const node = { ...body, start }; // the line of the clause
    if (!param) this.#insert(start + "catch".length, ` (${this.#names.error})`);
    const { error } = this.#names;
    const name = param?.type === "Identifier" ? param.name : error;
    const pattern = param && param.type !== "Identifier"
      ? this.#code.slice(param.start, param.end)
      : undefined;
    const label = param ? this.#text(param.start, param.end) : "catch";
    let opening = `${this.#call("catches", node, label)}, ${name});`;
    if (param && pattern !== undefined) {
      this.#splices.push({ start: param.start, end: param.end, text: error });
      opening += ` let ${pattern} = ${error};`;
    }
    this.#block(body, scope, opening, param ? boundNames(param) : []);
  }

  /** A static block, in which the private fields can be named, gives the probe a function that reads them. */
  #privateFields(body: ClassBody): void {
    const names = body.body.flatMap((member) =>
      member.type === "PropertyDefinition" && !member.static &&
        member.key.type === "PrivateIdentifier"
        ? [`#${member.key.name}`]
        : []
    );
    if (names.length === 0) return;
    const { probe, all, object } = this.#names;
    const reads = names.map((name) =>
      `if (${name} in ${object}) ${all}[${JSON.stringify(name)}] = ${object}.${name};`
    );
    this.#insert(
      body.start + 1,
      ` static { ${probe}.fields(${this
        .#classes++}, (${object}) => { const ${all} = { __proto__: null }; ` +
        `${reads.join(" ")} return ${all}; }); }`,
    );
  }

  #declarator(id: Pattern, init: AnyNode | undefined, scope: Scope): void {
    if (!init) return;
    const label = this.#text(id.start, id.end);
    const visit = () => this.#visit(init, scope, label);
    // A function or class takes its name from the variable only if it is the direct initializer.
    if (isFunction(init) || init.type === "ClassExpression") return visit();
    this.#wrap(init, this.#call("assign", id, label), visit);
  }

  /** A statement that may have to become a block. */
  #branch(body: Statement, call: string, scope: Scope, names: readonly string[] = []): void {
    if (body.type === "BlockStatement") return this.#block(body, scope, `${call});`, names);
    this.#insert(body.start, `{ ${call}); `);
    this.#visit(body, scope, "");
    this.#insert(body.end, " }");
  }

  #loop(node: AnyNode & { readonly body: Statement }, scope: Scope): void {
    const label = node.type === "DoWhileStatement"
      ? `do ${this.#text(node.body.end, node.end).replace(/;$/, "")}`
      : this.#text(node.start, node.body.start);
    const head = "init" in node ? node.init : "left" in node ? node.left : undefined;
    const names = head?.type === "VariableDeclaration" && head.kind !== "var"
      ? declaredNames(head)
      : [];
    const call = this.#call("loop", node, label);
    for (const child of childrenOf(node)) {
      if (child === node.body) this.#branch(node.body, call, scope, names);
      // The step of a counting loop is not reported: the next iteration shows the count.
      else if (!("update" in node) || child !== node.update) this.#visit(child, scope, "");
    }
  }

  /**
   * Adds to a block a reader of its locals and those around it, for error reports.
   *
   * @param opening statements to run first @param names variables besides those declared in the block
   */
  #block(node: BlockStatement, scope: Scope, opening: string, names: readonly string[]): void {
    const locals = [...names, ...node.body.flatMap(localNames)];
    if (locals.length === 0) {
      if (opening) this.#insert(node.start + 1, ` ${opening}`);
      return this.#children(node, scope);
    }
    const { locals: current } = this.#names;
    const reader = this.#nextReader();
    this.#insert(
      node.start + 1,
      ` ${opening} const ${reader} = () => ${
        this.#readerBody(locals, `${scope.reader}()`)
      }; ${current} = ${reader};`,
    );
    this.#children(node, { ...scope, reader });
    this.#insert(node.end - 1, ` ${current} = ${scope.reader}; `);
  }

  #function(node: FunctionNode & AnyNode, functionName: string): void {
    const label = functionName || "anonymous";
    const parameters = node.params.flatMap(boundNames);
    const { locals, error } = this.#names;
    const reader = this.#nextReader();
    const scope: Scope = { functionName: label, reader, objects: [] };
    const opening = ` const ${reader} = () => ${this.#readerBody(parameters, "{}")}; ` +
      `let ${locals} = ${reader}; try {`;
    const closing = `} catch (${error}) { ${
      this.#call("throws", node, label)
    }, ${error}, ${locals}); throw ${error}; } `;
    for (const parameter of node.params) this.#visit(parameter, undefined, "");
    if (node.body.type === "BlockStatement") {
      const place = this.#place(node.body.start + 1);
      this.#block(node.body, scope, "", []);
      place.text = opening + declarationOf(scope);
      this.#insert(node.body.end - 1, closing);
      return;
    }
    // An expression may be in brackets, which are not part of its node.
    const start = node.type === "ArrowFunctionExpression"
      ? arrowEnd(this.#code, node)
      : node.body.start;
    const place = this.#place(start);
    this.#visit(node.body, scope, "");
    const returns = `return ${this.#call("returns", node.body, label)}, (`;
    place.text = ` {${opening}${declarationOf(scope)} ${returns}`;
    this.#insert(node.end, `)); ${closing}}`);
  }
}

/** Declares the variables that hold objects. */
function declarationOf({ objects }: Scope): string {
  return objects.length === 0 ? "" : ` let ${objects.join(", ")};`;
}

/** The name that this node gives to a function directly below it. */
function nameOf(node: AnyNode): string | undefined {
  switch (node.type) {
    case "VariableDeclarator":
      return node.id.type === "Identifier" ? node.id.name : undefined;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return node.key.type === "Identifier" || node.key.type === "PrivateIdentifier"
        ? node.key.name
        : undefined;
  }
}

/** The variables that a statement declares in its block, without functions. */
function localNames(statement: Statement): readonly string[] {
  return statement.type === "VariableDeclaration" ? declaredNames(statement) : [];
}
