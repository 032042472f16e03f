/**
 * The table of an experiment: the measure at some points, with its uncertainty, and what each method spent.
 *
 * @module
 */
import type { Experiment } from "./experiment.ts";
import type { MethodSummary } from "./summary.ts";

/** What the table says besides the figures. */
export interface TableOptions extends Pick<Experiment, "unit" | "axis" | "points"> {
  /** Methods of which runs were left out, because there is neither a recording nor a model. */
  readonly needModel: readonly string[];
}

/** Most points that have a column. */
const mostColumns = 7;

/** What was spent, by column. */
const spending:
  readonly (readonly [title: string, of: (summary: MethodSummary) => number | null])[] = [
    ["evaluations", ({ evaluations }) => Math.round(evaluations)],
    ["calls", ({ calls }) => Math.round(calls)],
    ["tokens in", ({ promptTokens }) => Math.round(promptTokens)],
    ["tokens out", ({ completionTokens }) => Math.round(completionTokens)],
    ["dollars", ({ usd }) => usd],
    ["seconds", ({ seconds }) => seconds],
  ];

/** The figures as a Markdown table, without columns of what no method spent, and a line for each incomplete run. */
export function tableText(
  all: readonly MethodSummary[],
  { unit, axis, points, needModel }: TableOptions,
): string {
  const whole = all.filter(({ seeds }) => seeds > 0);
  const columns = spread(points.length, mostColumns);
  const spent = spending.filter(([, of]) => whole.some((summary) => of(summary) !== 0));
  const head = [
    `${unit}, after ${axis}`,
    ...columns.map((place) => String(points[place])),
    "95 % of the last",
    "runs",
    ...spent.map(([title]) => title),
  ];
  const rows = whole.map((each) => [
    each.method,
    ...columns.map((place) => {
      const [mean, error] = [each.mean[place], each.standardError[place]];
      return mean === undefined || error === undefined
        ? ""
        : `${rounded(mean)} ± ${rounded(error)}`;
    }),
    each.interval?.map(rounded).join(" to ") ?? "–",
    String(each.seeds),
    ...spent.map(([, of]) => countText(of(each))),
  ]);
  const missing = needModel.filter((method) => !whole.some((each) => each.method === method));
  const lines = [
    ...[head, head.map(() => "---"), ...rows].map(line),
    ...missing.map((method) => line([method, "needs a model", ...head.slice(2).map(() => "")])),
  ];
  const notes = all.flatMap(({ incomplete }) =>
    incomplete.map(({ method, seed, values, incomplete: reason }) =>
      `${method}, seed ${seed}: incomplete, ${values.length} of ${points.length} points. ${reason}`
    )
  );
  return [...lines, ...notes.length > 0 ? ["", ...notes] : []].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** At most so many places of a list, evenly, with the first and the last. */
function spread(length: number, most: number): readonly number[] {
  const count = Math.min(length, most);
  const places = Array.from(
    { length: count },
    (_, column) => Math.round(column * (length - 1) / Math.max(1, count - 1)),
  );
  return [...new Set(places)];
}

function countText(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? value.toLocaleString("en-US") : rounded(value);
}

function rounded(value: number): string {
  return Math.abs(value) >= 0.001 || value === 0
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);
}
