/**
 * Chooses the steps whose inside is shown to a model.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { NodeData } from "../trace/data/graph_data.ts";
import { type InsideContext, insideText } from "./inside_text.ts";

/** However much room there is: a few steps seen closely tell what many would. */
const maxTokens = 1_500;
const maxStepsEach = 3;

/** Steps whose insides are the same, by the last of them. */
interface Group {
  readonly place: number;
  readonly step: NodeData;
  readonly others: number;
  readonly text: string;
}

/**
 * What happened inside the steps, within a number of tokens: first those that failed, then the last of each function, then
 * two more of each, from the last. Steps in which the same happened are shown once.
 */
export function insideSection(context: InsideContext, room: number): string {
  const groups = groupsOf(context);
  const timesSeen = new Map<string, number>();
  const ranked = groups.map((group) => {
    const name = group.step.operator?.name ?? "";
    const times = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, times);
    return { group, rank: group.step.failure === undefined ? times : 0 };
  }).filter(({ rank }) => rank <= maxStepsEach).sort((one, other) => one.rank - other.rank);
  let left = Math.min(room, maxTokens);
  const shown = ranked.flatMap(({ group }) => {
    const cost = estimateTokens(sectionText(group)) + 1;
    if (cost > left) return [];
    left -= cost;
    return [group];
  });
  return shown.sort((one, other) => one.place - other.place).map(sectionText).join("\n");
}

/** The groups, the last one first. */
function groupsOf(context: InsideContext): Group[] {
  const groups = new Map<string, Group>();
  for (const [place, step] of [...context.nodes.entries()].toReversed()) {
    const text = insideText(step, context);
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

function sectionText({ step, others, text }: Group): string {
  const same = others === 0
    ? ""
    : ` (the same in ${others} other ${others === 1 ? "step" : "steps"})`;
  return `Inside ${step.name}${same}:\n${text.replaceAll(/^/gm, "  ")}`;
}
