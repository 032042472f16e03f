/**
 * Draws an episode for the report of a run: the table from above and from the side, with the way of the hand, the puck and the
 * goal.
 *
 * @module
 */
import type { Task } from "@opto/opto";
import { type Action, box, type Point, puckHeight, type World } from "./simulator.ts";
import type { Skill } from "./skill.ts";
import { played } from "./words.ts";

type Drawing = ReturnType<NonNullable<Task["draw"]>>;
type Shape = Drawing["shapes"][number];
type RobotTask = Task<World, Action[], undefined>;

/** What is shown: where the hand may go, down to the table. */
const [[left, front], high] = box;
const low = [left, front, 0] as const;

/** Units of the drawing in a metre. */
const scale = 500;

/** Room around a view; its title stands in the one above it. */
const margin = 26;

/** The table seen from one side: the axes that go to the right and up, and where its upper left corner lies in the drawing. */
interface View {
  readonly title: string;
  readonly across: 0 | 1;
  readonly up: 1 | 2;
  readonly top: number;
}

const above: View = { title: "from above", across: 0, up: 1, top: margin };
const side: View = { title: "from the side", across: 1, up: 2, top: heightOf(above) + 2 * margin };

/** The task with a drawing of each episode. What a model reads is the same. */
export function drawn(task: RobotTask, skill: Skill): RobotTask {
  return {
    ...task,
    draw: ({ input }, actions) => episodeDrawing(skill, played(skill, input, actions)),
  };
}

/**
 * The hand is a ring at the end of each step, with its number before it moves on, and has a dot inside when the gripper is closed. The puck is
 * filled where it ended, and the goal is as large as success is.
 *
 * @param worlds one for the start and one after each step
 */
export function episodeDrawing({ tolerance }: Skill, worlds: readonly World[]): Drawing {
  return {
    width: widthOf(above) + 2 * margin,
    height: side.top + heightOf(side) + margin,
    shapes: [above, side].flatMap((view) => shapesIn(view, worlds, tolerance)),
  };
}

function shapesIn(view: View, worlds: readonly World[], tolerance: number): readonly Shape[] {
  const at = (point: Point) => placeIn(view, point);
  const [width, height] = [widthOf(view), heightOf(view)];
  const [goalX, goalY] = at(worlds[0]!.goal); // !: an episode has its start
  return [
    { kind: "rectangle", x: margin, y: view.top, width, height, tone: "quiet" },
    { kind: "text", x: margin + width / 2, y: view.top - 12, text: view.title, size: 15 },
    ...worlds.map((world, step) => puckIn(view, world, step === worlds.length - 1)),
    { kind: "circle", x: goalX, y: goalY, radius: tolerance * scale, tone: "good" },
    { kind: "line", points: worlds.map(({ hand }) => at(hand)), tone: "accent" },
    ...worlds.flatMap(({ hand, isClosed }, step): Shape[] => {
      const [x, y] = at(hand);
      const next = worlds[step + 1];
      const isLeft = next === undefined || at(next.hand).join() !== `${x},${y}`;
      const ring = (radius: number) => ({ kind: "circle", x, y, radius }) as const;
      const number = { kind: "text", x: x + 10, y: y - 10, text: String(step), size: 13 } as const;
      return [
        ...(isClosed ? [ring(4), ring(1)] : [ring(4)]),
        ...(isLeft ? [number] : []),
      ];
    }),
  ];
}

/** The puck: a disc from above, a rectangle from the side. */
function puckIn(view: View, { puck, puckRadius }: World, isFilled: boolean): Shape {
  const [x, y] = placeIn(view, puck);
  const [radius, half] = [puckRadius * scale, puckHeight * scale];
  const look = { tone: "warn", isFilled } as const;
  return view.up === 1 ? { kind: "circle", x, y, radius, ...look } : {
    kind: "rectangle",
    x: x - radius,
    y: y - half,
    width: 2 * radius,
    height: 2 * half,
    ...look,
  };
}

function placeIn({ across, up, top }: View, point: Point): readonly [number, number] {
  return [
    margin + (point[across] - low[across]) * scale,
    top + (high[up] - point[up]) * scale,
  ];
}

function widthOf({ across }: Pick<View, "across">): number {
  return (high[across] - low[across]) * scale;
}

function heightOf({ up }: Pick<View, "up">): number {
  return (high[up] - low[up]) * scale;
}
