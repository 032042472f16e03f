/**
 * Draws an episode: the table from above and from the side, with the way of the hand, the puck and the goal.
 *
 * Run it with `deno run -A examples/robot/picture.ts pick_place 1 > episode.svg`: a skill, and the seed of an episode, which the
 * scripted expert plays.
 *
 * @module
 */
import { type Action, horizon, moved, type Point, type World } from "./simulator.ts";
import { pickPlaceSkill, pushSkill, reachSkill, type Skill } from "./skill.ts";

/** Pixels in a metre. */
const scale = 520;
const margin = 46;

/** The table seen from one side: which axes go to the right and up, and what part of them is shown. */
interface View {
  readonly title: string;
  readonly across: 0 | 1;
  readonly up: 1 | 2;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const above: View = {
  title: "from above",
  across: 0,
  up: 1,
  from: [-0.35, 0.4],
  to: [0.35, 0.9],
};
const side: View = {
  title: "from the side",
  across: 1,
  up: 2,
  from: [0.4, 0],
  to: [0.9, 0.4],
};

/** An episode of the expert. */
export function expertEpisode(skill: Skill, start: World): readonly World[] {
  const worlds = [start];
  for (let step = 0; step < horizon; step++) {
    const world = worlds[step] as World; // as: one more than steps
    if (skill.missing(world) <= skill.tolerance) break;
    worlds.push(moved(world, skill.expert(world) as Action));
  }
  return worlds;
}

/** An episode as an SVG. @param worlds one for the start and one after each step */
export function episodePicture(title: string, worlds: readonly World[]): string {
  const views = [above, side].map((view) => ({ view, ...sizeOf(view) }));
  const width = views.reduce((sum, view) => sum + view.width, margin * (views.length + 1));
  const height = Math.max(...views.map((view) => view.height)) + 2 * margin;
  let left = margin;
  const parts = views.map(({ view, width }) => {
    const part = `<g transform="translate(${left} ${height - margin})">${drawn(view, worlds)}</g>`;
    left += width + margin;
    return part;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${margin}" y="22" font-size="14">${title}</text>
${parts.join("\n")}
</svg>
`;
}

function sizeOf({ from, to }: View): { readonly width: number; readonly height: number } {
  return {
    width: Math.round((to[0] - from[0]) * scale),
    height: Math.round((to[1] - from[1]) * scale),
  };
}

/** A view, its lower left corner at the origin. */
function drawn(view: View, worlds: readonly World[]): string {
  const { width, height } = sizeOf(view);
  const at = (point: Point) => placeIn(view, point);
  const [start, last] = [worlds[0] as World, worlds.at(-1) as World]; // as: an episode has its start
  const [goalX, goalY] = at(start.goal);
  const way = worlds.map(({ hand }) => at(hand).join(",")).join(" ");
  const marks = worlds.map(({ hand, isClosed }, step) => {
    const [x, y] = at(hand);
    return `<circle cx="${x}" cy="${y}" r="4" fill="${
      isClosed ? "#222" : "#fff"
    }" stroke="#222"/>` +
      `<text x="${x + 6}" y="${
        y - 6
      }" fill="#222" stroke="#fff" stroke-width="3" paint-order="stroke">${step}</text>`;
  });
  return [
    `<rect y="${-height}" width="${width}" height="${height}" fill="#f6f6f4" stroke="#bbb"/>`,
    `<text y="18" fill="#555">${view.title}</text>`,
    ...worlds.map((world) => puckIn(view, world, "none")),
    puckIn(view, start, "#e9c46a"),
    puckIn(view, last, "#e76f51"),
    `<circle cx="${goalX}" cy="${goalY}" r="${
      0.05 * scale
    }" fill="none" stroke="#0a7" stroke-width="2" stroke-dasharray="5 4"/>`,
    `<polyline points="${way}" fill="none" stroke="#222" stroke-width="1.5"/>`,
    ...marks,
  ].join("\n");
}

/** The puck: a disc from above, a rectangle from the side. */
function puckIn(view: View, { puck, puckRadius }: World, fill: string): string {
  const [x, y] = placeIn(view, puck);
  const radius = Math.round(puckRadius * scale * 10) / 10;
  const half = Math.round(0.02 * scale * 10) / 10;
  const look = `fill="${fill}" stroke="#b98b2f"`;
  return view.up === 1
    ? `<circle cx="${x}" cy="${y}" r="${radius}" ${look}/>`
    : `<rect x="${x - radius}" y="${y - half}" width="${2 * radius}" height="${
      2 * half
    }" ${look}/>`;
}

function placeIn({ across, up, from }: View, point: Point): readonly [number, number] {
  const pixels = (value: number) => Math.round(value * scale * 10) / 10;
  return [pixels(point[across] - from[0]), -pixels(point[up] - from[1])];
}

if (import.meta.main) {
  const [name = "pick_place", seed = "1"] = Deno.args;
  const skill = [reachSkill, pushSkill, pickPlaceSkill].find((each) => each.name === name);
  if (skill === undefined || !/^\d+$/.test(seed)) {
    console.error(
      `Cannot draw "${name} ${seed}": name reach, push or pick_place, and a whole number`,
    );
    Deno.exit(2);
  }
  const worlds = expertEpisode(skill, skill.start(generator(Number(seed))));
  const title = `${name.replace("_", " and ")}: ${worlds.length - 1} steps of the expert`;
  await Deno.stdout.write(new TextEncoder().encode(episodePicture(title, worlds)));
}

/** Seeded uniform numbers in (0, 1): the minimal standard generator of Park and Miller (1988). */
function generator(seed: number): () => number {
  let state = 1 + seed % 2_147_483_646;
  return () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
}
