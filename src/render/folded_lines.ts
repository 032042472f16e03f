/**
 * Writes folded steps as lines of code, with the repeated ones counted in comments.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { Block, FoldedRun, Loop } from "./fold_steps.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { nameRanges } from "./name_ranges.ts";
import { codeLine } from "./step_text.ts";

/** Maximum number of arguments listed for a run with the steps of another. */
const maxDifferences = 12;

/**
 * A line for each step that is shown, and one for the steps of a loop or run that are not.
 *
 * @param inline texts of values and steps that are written where they are used, by place
 */
export function foldedLines(
  { nodes }: TraceData,
  runs: readonly FoldedRun[],
  inline: ReadonlyMap<number, string>,
): string[] {
  const nameAt = (place: number) => nodes[place]?.name ?? "?";
  const lines = (steps: readonly number[]) =>
    steps.filter((place) => !inline.has(place))
      .map((place) => codeLine(nodes[place]!, nodes, inline)); // a place of the graph
  const rangesOf = (steps: readonly number[]) =>
    nameRanges(steps.filter((place) => !inline.has(place)).map(nameAt));
  const loopLines = ({ turns, shown }: Loop): string[] => {
    const found: string[] = [];
    for (let turn = 0; turn < turns.length;) {
      if (shown.has(turn)) {
        found.push(...lines(turns[turn++]!)); // within the turns
        continue;
      }
      const start = turn;
      while (turn < turns.length && !shown.has(turn)) turn++;
      const count = turn - start;
      const hidden = rangesOf(turns.slice(start, turn).flat());
      found.push(`// … ${count} more ${count === 1 ? "turn" : "turns"} of the same: ${hidden}`);
    }
    return found;
  };
  const blockLines = (block: Block): string[] => {
    switch (block.kind) {
      case "steps":
        return lines(block.steps);
      case "loop":
        return loopLines(block);
      default:
        return block satisfies never;
    }
  };
  const argument = (place: number) => inline.get(place) ?? nameAt(place);
  const repeatLine = (steps: readonly number[], like: readonly number[]): string => {
    const differences = new Set<string>();
    steps.forEach((place, index) => {
      const sources = sourcesOf(nodes[place]!); // places of the graph
      const others = sourcesOf(nodes[like[index]!]!); // as many steps, as above
      sources.forEach((source, at) => {
        const other = others[at]!; // as many sources
        const isValue = nodes[source]?.operator === undefined && source !== other;
        if (isValue && argument(source) !== argument(other)) {
          differences.add(`${argument(source)} for ${argument(other)}`);
        }
      });
    });
    const [count, all] = [differences.size, [...differences].slice(0, maxDifferences)];
    const rest = count > maxDifferences ? `, … ${count - maxDifferences} more` : "";
    return `// The same again${count === 0 ? "" : ` with ${all.join(", ")}${rest}`}: ${
      rangesOf(steps)
    }`;
  };
  return runs.flatMap(({ steps, blocks, like }) => {
    const isShorter = like !== undefined && steps.length > 1;
    return isShorter ? [repeatLine(steps, like)] : blocks.flatMap(blockLines);
  });
}
