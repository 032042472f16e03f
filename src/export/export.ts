/**
 * Writes an agent with its current code and values as a TypeScript module that runs without Opto.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import type { Agent } from "../trace/agent/agent.ts";
import { type CodeFunction, codeFunctionOf } from "../trace/code/code_function.ts";
import { codeUse } from "../trace/code/code_use.ts";
import { operatorsIn, runtimeText, standIns } from "./export_runtime.ts";
import { writeValueText } from "./export_value.ts";
import { moduleBrand } from "../trace/agent/find_parameters.ts";
import { freeNames } from "../trace/agent/free_names.ts";
import { isTraceNode } from "../trace/trace_node.ts";

/** An agent cannot be written as a module that stands alone. */
export class ExportError extends OptoError {
  /** Always `export`. */
  override readonly code = "export";
  /** Why not, one sentence each. */
  readonly reasons: readonly string[];

  /** An agent that cannot be exported. @param reasons one sentence each */
  constructor(reasons: readonly string[]) {
    super(`Cannot export the agent as a module of its own: ${reasons.join("; ")}`, {
      advice: "Keep what the agent uses in its fields, or give it to the export as `outside`.",
    });
    this.reasons = reasons;
  }
}

/** Options of an export. */
export interface ExportOptions {
  /** Values and functions by the names under which the agent's class uses them from its own module. @default {} */
  readonly outside?: Readonly<Record<string, unknown>>;
}

/**
 * The agent as the text of a TypeScript module: its class or function, its current code and values, no import of Opto.
 * The module exports `agent`, and `forward(input)` which gives the bare output. Candidate code runs in it as it is, with no
 * sandbox around it.
 *
 * @param agent a module, a trainable or sandboxed function, a parameter, or a record with a `forward`
 * @param options what its class uses from outside
 * @throws {ExportError} when it needs something that has no text, such as a variable outside its class
 *
 * @example
 * ```ts
 * import { exportModule, type MaybeNode, Module, ops, parameter } from "@opto/opto";
 * class Double extends Module<number, number> {
 *   factor = parameter(2);
 *   forward(x: MaybeNode<number>) {
 *     return ops.mul(x, this.factor);
 *   }
 * }
 * console.log(exportModule(new Double()).includes("class Double")); // true
 * ```
 */
export function exportModule(agent: Agent, options: ExportOptions = {}): string {
  const writer = new ModuleWriter(options.outside ?? {});
  return writer.write(agent);
}

/** Collects declarations in the order in which they must stand. */
class ModuleWriter {
  readonly #reasons: string[] = [];
  readonly #imports = new Set<string>();
  readonly #declarations: string[] = [];
  readonly #names = new Set([
    "agent",
    "forward",
    "Value",
    "unwrap",
    "lift",
    "operators",
    ...standIns.keys(),
  ]);
  readonly #written = new Map<unknown, string>();
  readonly #library = new Set<string>();
  readonly #outside: Readonly<Record<string, unknown>>;

  constructor(outside: Readonly<Record<string, unknown>>) {
    this.#outside = outside;
    // These names are given, so nothing else may take them.
    for (const name of Object.keys(outside)) this.#names.add(name);
  }

  write(agent: Agent): string {
    const expression = this.#value(agent, "");
    const run = isTraceNode(agent)
      ? "agent"
      : typeof agent === "function"
      ? "agent(input)"
      : "agent.forward(input)";
    if (this.#reasons.length > 0) throw new ExportError([...new Set(this.#reasons)]);
    const code = [...this.#declarations, expression].join("\n");
    return [
      "// Written by Opto: an agent with its current code and values.",
      "// @ts-nocheck -- the types of classes and functions were erased when they were compiled",
      "// deno-lint-ignore-file",
      ...this.#imports,
      runtimeText(operatorsIn(code), [...this.#library]),
      ...this.#declarations,
      `export const agent = ${expression};`,
      `export async function forward(input) {\n  return unwrap(await ${run});\n}`,
      "",
    ].join("\n");
  }

  #value(value: unknown, path: string): string {
    return writeValueText(value, path, (item, at) => this.#special(item, at), this.#reasons);
  }

  /** What is no plain data: nodes, functions, modules. */
  #special(value: unknown, path: string): string | undefined {
    if (isTraceNode(value)) return `new Value(${this.#value(value.peek(), path)})`;
    if (typeof value === "function") return this.#face(value, path);
    const isInstance = typeof value === "object" && value !== null &&
      (moduleBrand in value || "forward" in value) &&
      Object.getPrototypeOf(value) !== Object.prototype;
    return isInstance ? this.#instance(value, path) : undefined;
  }

  /** An instance without its constructor: its class's methods, and its fields as they are. */
  #instance(value: object, path: string): string {
    const fields = this.#value({ ...value }, path);
    return `Object.assign(Object.create(${
      this.#class(Object.getPrototypeOf(value), path)
    }.prototype), ${fields})`;
  }

  /** A function as the agent calls it: those of the trace take and give values that compute as nodes do. */
  #face(value: CallableFunction, path: string): string {
    const name = this.#callable(value, path);
    if (codeFunctionOf(value) !== undefined) return `later(${name})`;
    return "operator" in value ? `lift(${name})` : name;
  }

  #class(prototype: object, path: string): string {
    const known = this.#written.get(prototype);
    if (known !== undefined) return known;
    const name = this.#name(prototype.constructor.name || "Agent");
    this.#written.set(prototype, name);
    const methods = methodsOf(prototype).map((text) => {
      if (/\bsuper\b/.test(text)) this.#reasons.push(`a method of ${name} uses \`super\``);
      if (/\bthis\s*\.\s*#/.test(text)) {
        this.#reasons.push(`a method of ${name} uses private fields`);
      }
      this.#checkNames(text, path, name);
      return `  ${text}`;
    });
    this.#declarations.push(`class ${name} {\n${methods.join("\n")}\n}`);
    return name;
  }

  /** A function on bare values: candidate code, the function of a bundle, or a plain one. */
  #callable(value: CallableFunction, path: string): string {
    const known = this.#written.get(value);
    if (known !== undefined) return known;
    const code = codeFunctionOf(value);
    if (code !== undefined) return this.#code(code, value, path);
    const fn = "operator" in value && "fn" in value && typeof value.fn === "function"
      ? value.fn
      : value;
    const text = Function.prototype.toString.call(fn);
    if (/\[native code\]/.test(text)) {
      this.#reasons.push(`"${path}" is a function of the engine or a bound one`);
    } else this.#checkNames(text, path);
    const name = this.#name(fn.name || "fn");
    this.#written.set(value, name);
    this.#declarations.push(`const ${name} = ${functionExpression(text, fn.name)};`);
    return name;
  }

  #code(code: CodeFunction, value: CallableFunction, path: string): string {
    const uses = Object.entries(code.used).map(([key, used]) =>
      `${JSON.stringify(key)}: ${this.#use(used, path === "" ? key : `${path}.${key}`)}`
    );
    const name = this.#name(code.name);
    this.#written.set(value, name);
    const source = this.#withoutImports(code).replace(/^([ \t]*)export\s+(?:default\s+)?/gm, "$1")
      .trim();
    const body = `(() => {\n${source}\nreturn ${code.entry};\n})()`;
    this.#declarations.push(
      uses.length === 0
        ? `const ${name} = ${body};`
        : `const ${name} = ((fn, uses) => (...args) => fn(uses, ...args))(${body}, { ${
          uses.join(", ")
        } });`,
    );
    return name;
  }

  /** A use as candidate code sees it: bare values, and functions on them. */
  #use(used: unknown, path: string): string {
    const use = codeUse(used);
    if (use.kind === "code" || typeof used === "function") {
      return this.#callable(used as CallableFunction, path);
    }
    if (use.kind === "tool") return this.#callable((used as { run: CallableFunction }).run, path);
    return writeValueText(use.value, path, (item, at) => {
      return isTraceNode(item) ? this.#value(item.peek(), at) : undefined;
    }, this.#reasons);
  }

  /** The source without its imports, which move to the top of the module with the specifiers they stand for. */
  #withoutImports({ source, libraries = {} }: CodeFunction): string {
    return source.replace(
      /^import\s[^;]*?["']([^"']+)["'];?[ \t]*$/gm,
      (statement, specifier: string) => {
        this.#imports.add(statement.replace(specifier, libraries[specifier] ?? specifier));
        return "";
      },
    );
  }

  #checkNames(text: string, path: string, root = "the agent"): void {
    const where = path === "" ? root : `"${path}"`;
    for (const name of freeNames(text)) {
      if (Object.hasOwn(this.#outside, name)) this.#declareOutside(name);
      else if (standIns.has(name)) this.#library.add(name);
      else this.#reasons.push(`${where} uses \`${name}\`, which is outside of it`);
    }
  }

  #declareOutside(name: string): void {
    const key = `outside ${name}`;
    if (this.#written.has(key)) return;
    this.#written.set(key, name);
    const text = this.#value(this.#outside[name], name);
    if (text !== name) this.#declarations.push(`const ${name} = ${text};`);
  }

  #name(wanted: string): string {
    const stem = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
    let name = stem;
    for (let i = 2; this.#names.has(name); i++) name = `${stem}${i}`;
    this.#names.add(name);
    return name;
  }
}

/** The text of every method that an instance has from its classes, the nearest one of each name. */
function methodsOf(prototype: object): string[] {
  const texts = new Map<PropertyKey, string>();
  for (
    let at: object | null = prototype;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if (Object.hasOwn(at, moduleBrand)) break;
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (key === "constructor" || texts.has(key)) continue;
      const fns = [property.get, property.set, property.value].filter((fn) =>
        typeof fn === "function"
      );
      texts.set(key, fns.map((fn) => Function.prototype.toString.call(fn)).join("\n  "));
    }
  }
  return [...texts.values()];
}

/** The text of any function as an expression; that of a method is none by itself. */
function functionExpression(text: string, name: string): string {
  const isExpression = /^(?:async\s+)?function\b/.test(text) || /^(?:async\s*)?\(/.test(text) ||
    /^(?:async\s+)?[\w$]+\s*=>/.test(text);
  return isExpression ? text : `({ ${text} })[${JSON.stringify(name)}]`;
}
