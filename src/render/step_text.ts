/**
 * Writes the steps of a graph as lines of code, and the documentation of their operators.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { indented } from "./pieces.ts";

/**
 * `const add0 = add(x: w, y: 1);`. A function that is a parameter is called by its name; a comment lists the other
 * nodes the step used, and a failure.
 *
 * @param nodes nodes of the step's graph
 * @param inline texts of inline values, by place
 */
export function codeLine(
  node: NodeData,
  nodes: TraceData["nodes"],
  inline: ReadonlyMap<number, string>,
): string {
  const nameAt = (place: number) => nodes[place]?.name ?? "?";
  const isCode = (place: number) => nodes[place]?.code !== undefined;
  const code = node.inputs.filter((input) => isCode(input.node));
  const own = code.find(({ name }) => name === "code");
  const args = node.inputs.filter((input) => !isCode(input.node)).map(({ name, node: place }) => {
    const text = inline.get(place) ?? nameAt(place);
    return name === "" ? text : `${name}: ${text}`;
  });
  const callee = own === undefined ? node.operator?.name ?? "?" : nameAt(own.node);
  const used = [
    ...code.filter((input) => input !== own).map((input) => input.node),
    ...(node.uses ?? []),
  ];
  const notes = [
    ...(used.length === 0 ? [] : [`uses ${[...new Set(used.map(nameAt))].join(", ")}`]),
    ...(node.kind === "exception" ? ["fails"] : []),
  ];
  const note = notes.length === 0 ? "" : ` // ${notes.join("; ")}`;
  return `const ${node.name} = ${callee}(${args.join(", ")});${note}`;
}

/**
 * `[add] Adds x and y.`: the documentation of each operator, in order of first use. Omitted are undocumented operators, and
 * functions that are parameters: their descriptions stand among the constraints.
 *
 * @param inline texts of inline steps, by place
 */
export function documentationLines(
  { nodes }: TraceData,
  inline: ReadonlyMap<number, string>,
): string[] {
  const described = new Set(
    nodes.flatMap(({ code, description }) =>
      code === undefined || description === undefined ? [] : [`${code.entry} ${description.trim()}`]
    ),
  );
  const named = nodes.flatMap(({ operator }, place) =>
    operator === undefined || inline.has(place) ? [] : [operator]
  );
  const lines = [...new Set(named)].flatMap(({ name, documentation }) =>
    documentation === "" || described.has(`${name} ${documentation.trim()}`)
      ? []
      : [indented(`[${name}] ${documentation}`)]
  );
  return [...new Set(lines)];
}
