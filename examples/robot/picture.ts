/**
 * Draws an episode as a file: the table from above and from the side, with the way of the hand, the puck and the goal.
 *
 * Run it with `deno run -A examples/robot/picture.ts pick_place 1 > episode.svg`: a skill, and the seed of an episode, which the
 * scripted expert plays.
 *
 * @module
 */
import { markup } from "../../src/run/report_html.ts";
import { svgOf } from "../../src/run/report_drawings.ts";
import { episodeDrawing } from "./drawing.ts";
import { type Action, horizon, moved, type World } from "./simulator.ts";
import { pickPlaceSkill, pushSkill, reachSkill, type Skill } from "./skill.ts";

/** Room for the title. */
const top = 34;

/** Colors of the tones, and how shapes and texts look; the file has no other style sheet. */
const style = `
.drawing * { fill: none; stroke: var(--tone); stroke-width: 1.5px; stroke-linejoin: round; }
.drawing .filled { fill: color-mix(in srgb, var(--tone) 30%, transparent); }
.drawing text { fill: var(--tone); stroke: none; text-anchor: middle; dominant-baseline: central; }
.ink { --tone: #222; } .quiet { --tone: #aaa; } .accent { --tone: #246; } .good { --tone: #087f5b; } .warn { --tone: #b0711a; }
`;

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

/** An episode as an SVG file. @param worlds one for the start and one after each step */
export function episodePicture(title: string, skill: Skill, worlds: readonly World[]): string {
  const drawing = episodeDrawing(skill, worlds);
  const [width, height] = [drawing.width, drawing.height + top];
  return `${markup`
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif">
  <title>${title}</title>
  <style>${style.trim().replaceAll("\n", " ")}</style>
  <rect width="100%" height="100%" fill="#fff"/>
  <text x="${width / 2}" y="${top - 8}" font-size="16" text-anchor="middle">${title}</text>
  <svg y="${top}" width="${width}" height="${drawing.height}">${svgOf(drawing, title)}</svg>
</svg>`}`.trim() + "\n";
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
  await Deno.stdout.write(new TextEncoder().encode(episodePicture(title, skill, worlds)));
}

/** Seeded uniform numbers in (0, 1): the minimal standard generator of Park and Miller (1988). */
function generator(seed: number): () => number {
  let state = 1 + seed % 2_147_483_646;
  return () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
}
