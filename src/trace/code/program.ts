/**
 * Builds the program of a code function: its own unit, and the units and tools it reaches through `uses`.
 *
 * @module
 */
import type { Assembly, CodeFunction } from "./code_function.ts";
import type { HostTool, Unit, Use } from "../code_runner.ts";
import { codeUse } from "./code_use.ts";
import { asNode, peekAll } from "../wrap.ts";
import type { ParameterNode } from "../node_type.ts";
import type { TraceNode } from "../trace_node.ts";

/** A node a program depends on, and its name in the program. */
export interface ReachedNode {
  readonly name: string;
  readonly node: TraceNode;
}

/** The code functions that a function reaches, itself last, and the nodes it uses as data. */
export interface Reached {
  readonly functions: readonly CodeFunction[];
  readonly nodes: readonly ReachedNode[];
}

/**
 * Follows `uses`, each function once, dependencies first.
 *
 * @throws {TypeError} when functions use each other in a cycle
 */
export function reach(root: CodeFunction): Reached {
  const functions = new Set<CodeFunction>();
  const nodes: ReachedNode[] = [];
  visit(root);
  return { functions: [...functions], nodes };

  function visit(code: CodeFunction): void {
    if (functions.has(code)) return;
    for (const [name, value] of Object.entries(code.used)) {
      const use = codeUse(value);
      if (use.kind === "code") visit(use.code);
      if (use.kind === "data" && peekAll(use.value) !== use.value) {
        nodes.push({ name, node: asNode(use.value) });
      }
    }
    functions.add(code);
  }
}

/** The code parameters that a call of `root` runs, its own first. */
export function codeParameters(root: CodeFunction): ParameterNode<string>[] {
  const found = reach(root).functions.map((code) => code.parameter).reverse();
  return found.filter((parameter) => parameter !== undefined);
}

/** Units, dependencies first, and the tools they may call. */
export function assemble(root: CodeFunction, source?: string): Assembly {
  const { functions } = reach(root);
  const ids = new Map<CodeFunction, string>();
  const taken = new Set<string>();
  for (const code of functions) ids.set(code, free(code.name, taken));
  const tools = new Map<string, HostTool>();
  const toolNames = new Map<unknown, string>();
  const units = functions.map((code): Unit => ({
    id: idOf(code),
    kind: code.kind,
    entry: code.entry,
    source: code === root && source !== undefined ? source : code.source,
    original: code.original,
    uses: Object.fromEntries(
      Object.entries(code.used).map(([name, value]) => [name, useOf(name, value)]),
    ),
    ...code.libraries === undefined ? {} : { libraries: code.libraries },
  }));
  return { program: { units, entry: idOf(root) }, tools };

  function useOf(name: string, value: unknown): Use {
    const use = codeUse(value);
    if (use.kind === "code") return { kind: "unit", unit: idOf(use.code) };
    if (use.kind === "data") return { kind: "data", value: peekAll(use.value) };
    let tool = toolNames.get(value);
    if (tool === undefined) {
      tool = free(name, taken);
      toolNames.set(value, tool);
      tools.set(tool, use.tool);
    }
    return { kind: "tool", tool };
  }

  function idOf(code: CodeFunction): string {
    return ids.get(code)!; // each reached function has one
  }
}

/** `name`, numbered when taken. Units and tools share one name space because both are shown as callees. */
function free(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let i = 2; taken.has(candidate); i++) candidate = `${name}_${i}`;
  taken.add(candidate);
  return candidate;
}
