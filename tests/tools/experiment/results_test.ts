import { assert, assertEquals } from "@std/assert";
import type { Experiment } from "../../../tools/experiment/experiment.ts";
import { fingerprintsIn } from "../../../tools/experiment/fingerprint.ts";
import { type Cell, readCells } from "../../../tools/experiment/results.ts";
import { type MethodSummary, summaries } from "../../../tools/experiment/summary.ts";

const root = new URL("../../../", import.meta.url);

/** The sections of docs/experiments.md, by the experiment whose chart they show. */
const sections = new Map(
  Deno.readTextFileSync(new URL("docs/experiments.md", root)).split(/^## /m).flatMap((section) => {
    const [, name] = /\(\.\.\/examples\/([\w-]+)\/chart\.svg\)/.exec(section) ?? [];
    return name === undefined ? [] : [[name, section] as const];
  }),
);

/** Columns of a table besides the points. */
const columns: Readonly<Record<string, (summary: MethodSummary) => number>> = {
  runs: ({ seeds }) => seeds,
  evaluations: ({ evaluations }) => evaluations,
  episodes: ({ evaluations }) => evaluations,
  games: ({ evaluations }) => evaluations,
  calls: ({ calls }) => calls,
  "tokens in": ({ promptTokens }) => promptTokens,
  "tokens out": ({ completionTokens }) => completionTokens,
};

/** The rows of the tables with a column for a point, each cell with its heading. */
function rowsIn(section: string): readonly (readonly (readonly [head: string, text: string])[])[] {
  const cellsOf = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
  return (section.match(/(^\|.*\n)+/gm) ?? []).flatMap((table) => {
    const [head = [], , ...rows] = table.trim().split("\n").map(cellsOf);
    if (!head.slice(1).some((title) => /^\d+$/.test(title))) return [];
    return rows.map((row) => row.map((text, place) => [head[place] ?? "", text] as const));
  });
}

/** The figures that a cell shows, "0.61 ± 0.02" or "1,995", beside those that it should show. */
function differences(text: string, figures: readonly (number | undefined)[]): readonly string[] {
  return text.split(" ± ").flatMap((shown, place) => {
    const decimals = /\.(\d+)$/.exec(shown)?.[1]?.length ?? 0;
    const figure = figures[place] ?? NaN;
    const isRounded =
      Math.abs(Number(shown.replaceAll(",", "")) - figure) <= 0.5001 * 10 ** -decimals;
    return isRounded ? [] : [`${shown} in the table, ${figure} in the results`];
  });
}

for (const { name, isDirectory } of Deno.readDirSync(new URL("examples/", root))) {
  const folder = new URL(`examples/${name}/`, root);
  const cells = isDirectory ? readCells(folder) : [];
  if (cells.length === 0) continue;
  const { points, ...experiment }: Experiment =
    (await import(new URL("experiment.ts", folder).href)).default;

  Deno.test(`the results of ${name} were made by its sources and recordings as they are`, async () => {
    const fingerprintOf = await fingerprintsIn(folder, { points, ...experiment });
    const stale: Cell[] = [];
    for (const cell of cells) if (cell.fingerprint !== await fingerprintOf(cell)) stale.push(cell);
    assertEquals(stale.map(({ method, seed }) => `${method}, seed ${seed}`), []);
  });

  Deno.test(`docs/experiments.md shows the chart of ${name}, and its figures as they are in the results`, () => {
    const rows = rowsIn(sections.get(name) ?? "");
    const known = new Map(summaries(cells, points).map((each) => [each.method, each]));
    let compared = 0;
    for (const [[, title = ""] = [], ...row] of rows) {
      const [method = "", seed] = title.split(", seed ");
      const summary = known.get(method);
      if (summary === undefined) continue;
      const run = cells.find((cell) => cell.method === method && cell.seed === Number(seed));
      for (const [head, text] of row.filter(([, text]) => text !== "")) {
        const place = points.indexOf(Number(head));
        const figures = columns[head] !== undefined
          ? [columns[head](summary)]
          : seed === undefined
          ? [summary.mean[place], summary.standardError[place]]
          : [run?.values[place]];
        assertEquals(differences(text, figures), [], `${title}, ${head}`);
        compared++;
      }
    }
    assert(compared > 0, `No row of a table names a method of ${name}`);
  });
}
