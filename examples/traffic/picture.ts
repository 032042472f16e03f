/**
 * Draws the queues of one day over time, at the start and at the optimum:
 * `deno run -A examples/traffic/picture.ts` writes `queues.svg`.
 *
 * @module
 */
import { spreadLabels } from "../../tools/experiment/chart_labels.ts";
import { lineLook } from "../../tools/experiment/chart_marks.ts";
import { chartStyle } from "../../tools/experiment/chart_style.ts";
import { countsOf, delayOf } from "./delay.ts";
import { demandOf, duration } from "./demand.ts";
import { directions } from "./network.ts";
import optimum from "./optimum.json" with { type: "json" };
import { fixedTime, type GreenTimes } from "./signal.ts";
import { simulate, type Traffic } from "./simulator.ts";

const [width, height] = [720, 540];
const [left, right] = [56, 600];

/** Top and bottom of each field. */
const fields = [{ top: 94, bottom: 254 }, { top: 326, bottom: 486 }] as const;

/** Seconds from one drawn point to the next. */
const stride = 10;

type Field = typeof fields[number];

/** The drawing of the day with a seed. */
export function queuesSvg(day: number): string {
  const timings: readonly (readonly [name: string, greens: GreenTimes])[] = [
    ["Start", optimum.start],
    ["Optimum", optimum.optimum],
  ];
  const traffic = timings.map(([, greens]) => simulate(fixedTime(greens), demandOf(day)));
  const most = Math.max(
    ...traffic.flatMap(({ queues }) => directions.map((each) => Math.max(...queues[each]))),
  );
  const panels = timings.map(([name, greens], at) =>
    panel(fields[at]!, { name, greens, traffic: traffic[at]!, most }) // !: a field and a simulation each
  );
  const title = "Traffic: vehicles that queue at the crossing";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>${chartStyle.trim().replaceAll(/\n\s*/g, " ")} .line { stroke-width: 1.6; }</style>
<rect class="paper" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="20" y="32">${title}</text>
<text class="quiet" x="20" y="54">vehicles in the queue from each direction, in the peak half hour of day ${day}</text>
${panels.join("\n")}
<text class="quiet" x="${right}" y="${height - 12}" text-anchor="end">minutes</text>
</svg>
`;
}

function panel(
  field: Field,
  { name, greens, traffic, most }: {
    readonly name: string;
    readonly greens: GreenTimes;
    readonly traffic: Traffic;
    readonly most: number;
  },
): string {
  const { top, bottom } = field;
  const x = (second: number) => round(left + second / duration * (right - left));
  const y = (queue: number) => round(bottom - queue / most * (bottom - top));
  const { meanDelay } = delayOf(countsOf([traffic]));
  const rows = Array.from({ length: Math.floor(most / 20) + 1 }, (_, at) => at * 20);
  const minutes = [0, 5, 10, 15, 20, 25, 30];
  const ends = spreadLabels(directions.map((each) => y(traffic.queues[each].at(-1) ?? 0)), {
    distance: 18,
    low: top,
    high: bottom,
  });
  return [
    `<text x="${left}" y="${
      top - 14
    }">${name}: ${greens.eastWest} s of green east-west, ${greens.northSouth} s ` +
    `north-south; mean delay ${meanDelay.toFixed(1)} s</text>`,
    ...rows.map((row) =>
      `<path class="grid" d="M${left} ${y(row)}H${right}"/>` +
      `<text class="quiet" x="${left - 8}" y="${y(row) + 5}" text-anchor="end">${row}</text>`
    ),
    `<path class="frame" d="M${left} ${top}V${bottom}H${right}"/>`,
    ...minutes.map((minute) =>
      `<path class="frame" d="M${x(minute * 60)} ${bottom}v5"/>` +
      `<text class="quiet" x="${x(minute * 60)}" y="${
        bottom + 20
      }" text-anchor="middle">${minute}</text>`
    ),
    ...directions.map((direction, place) => {
      const { color, dash } = lineLook(place);
      const style = `class="line" stroke="var(--${color})" stroke-dasharray="${dash || "none"}"`;
      const points = traffic.queues[direction].flatMap((queue, second) =>
        second % stride === stride - 1 ? [`${x(second + 1)} ${y(queue)}`] : []
      );
      const end = round(ends[place]!); // !: one each
      return `<path ${style} d="M${left} ${bottom}L${points.join("L")}"/>` +
        `<path ${style} d="M${right + 12} ${end}h28"/>` +
        `<text x="${right + 46}" y="${end + 5}">${direction}</text>`;
    }),
  ].join("\n");
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("queues.svg", import.meta.url), queuesSvg(1));
}
