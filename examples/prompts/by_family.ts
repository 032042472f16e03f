/**
 * The results of `deno task experiment prompts` by family, as a Markdown table: `deno run --allow-read
 * examples/prompts/by_family.ts`. The families are seeds of the experiment.
 *
 * @module
 */
import { type Cell, readCells } from "../../tools/experiment/results.ts";
import { families } from "./families.ts";
import { familyOf } from "./task.ts";

/** Means over the runs of a family: of the start where nothing was changed, and of each method at its last step. */
export function tableByFamily(cells: readonly Cell[]): string {
  const whole = cells.filter(({ incomplete }) => incomplete === undefined);
  const methods = [...new Set(whole.map(({ method }) => method))];
  const rows = families.map((family) => {
    const own = whole.filter(({ seed }) => familyOf(seed) === family);
    return [
      family.name,
      ...methods.map((method) => figures(own.filter((each) => each.method === method))),
    ];
  });
  const line = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  const head = ["start → end", ...methods];
  return [head, head.map((_, at) => at === 0 ? "---" : "--:"), ...rows].map(line).join("\n");
}

/** The mean at the first point and at the last one. */
function figures(cells: readonly Cell[]): string {
  const mean = (place: number) => {
    const values = cells.map(({ values }) => values.at(place) ?? NaN);
    return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
  };
  return cells.length === 0 ? "–" : `${mean(0)} → ${mean(-1)}`;
}

if (import.meta.main) console.log(tableByFamily(readCells(new URL("./", import.meta.url))));
