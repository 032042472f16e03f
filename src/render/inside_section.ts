/**
 * Chooses the steps whose inside is shown.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { insideText } from "./inside_text.ts";
import type { PieceWriter } from "./pieces.ts";

/** Limits of the section. */
export interface InsideOptions {
  /** Depth of nested calls. @default 1 */
  readonly depth?: number;
  /** Maximum steps of each function, not counting failed ones. @default Infinity */
  readonly maxStepsEach?: number;
  /** Maximum cost of the section, including its title. @default Infinity */
  readonly maxCost?: number;
}

/** Steps with the same inside, represented by the last. */
interface Group {
  readonly place: number;
  readonly step: NodeData;
  readonly others: number;
  readonly text: string;
}

/**
 * The insides of steps, within a cost limit: first the failed steps, then the last step of each function, then
 * earlier ones. Steps with the same inside are shown once. The texts are in graph order.
 */
export function insideTexts(
  { nodes }: TraceData,
  writer: PieceWriter,
  { depth = 1, maxStepsEach = Infinity, maxCost = Infinity }: InsideOptions = {},
): string[] {
  const timesSeen = new Map<string, number>();
  const ranked = groupsOf(nodes, depth).map((group) => {
    const name = group.step.operator?.name ?? "";
    const times = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, times);
    return { group, rank: group.step.failure === undefined ? times : 0 };
  }).filter(({ rank }) => rank <= maxStepsEach).sort((one, other) => one.rank - other.rank);
  let left = maxCost - writer.title("Inside").cost;
  const shown = ranked.flatMap(({ group }) => {
    const { cost } = writer.piece(groupText(group));
    if (cost > left) return [];
    left -= cost;
    return [group];
  });
  return shown.sort((one, other) => one.place - other.place).map(groupText);
}

/** The groups, last first. */
function groupsOf(nodes: TraceData["nodes"], depth: number): Group[] {
  const groups = new Map<string, Group>();
  for (const [place, step] of [...nodes.entries()].toReversed()) {
    const text = insideText(step, nodes, depth);
    if (text === "") continue;
    const key = `${step.operator?.name} ${text}`;
    const known = groups.get(key);
    groups.set(
      key,
      known ? { ...known, others: known.others + 1 } : { place, step, others: 0, text },
    );
  }
  return [...groups.values()];
}

function groupText({ step, others, text }: Group): string {
  const same = others === 0
    ? ""
    : ` (the same in ${others} other ${others === 1 ? "step" : "steps"})`;
  return `Inside ${step.name}${same}:\n${text.replaceAll(/^/gm, "  ")}`;
}
