/**
 * Methods that pack 26 circles, by the sum of the radii of the best packing so far, which is strictly valid. A step is 600
 * evaluations, or one call of a model.
 *
 * `search` gets what the guide of the task says: the score and the slack of each constraint. The others get the score alone;
 * the swarm and random search on a box of 78 numbers.
 */
import type { Example } from "@opto/opto";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import type { NumericMethod, NumericProblem } from "../../tools/experiment/numeric.ts";
import { particleSwarm } from "../../tools/experiment/numeric/particle_swarm.ts";
import { randomSearch } from "../../tools/experiment/numeric/random_search.ts";
import { numericMethod } from "../../tools/experiment/numeric_method.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import { fitted, type Packing, sumOf } from "./packing.ts";
import task, { grid } from "./task.ts";

const evaluationsPerStep = 600;

/** The same circles, without what is said of the constraints. */
const byScore: typeof task = {
  ...task,
  async guide(example: Example<null, undefined>, output) {
    const { relaxed: _slacks, ...judgement } = Object(await task.guide(example, output));
    return judgement;
  },
};

const { x, y, r } = grid;
const bounds = (most: number) => grid.x.map(() => [0, most] as const);

const problem: NumericProblem = {
  bounds: [...bounds(1), ...bounds(1), ...bounds(0.5)],
  start: [...x, ...y, ...r],
  loss: (point) => -sumOf(fitted(packingAt(point))),
};

/** The circles at a point of the box: all x, all y, all radii. */
function packingAt(point: readonly number[]): Packing {
  const part = (place: number) => point.slice(place * x.length, (place + 1) * x.length);
  return { x: part(0), y: part(1), r: part(2) };
}

const search = (of: typeof task) =>
  perStep(optimizedMethod({ task: of, optimizer: "search" }), evaluationsPerStep);
const numeric = (method: NumericMethod) =>
  numericMethod(method, () => problem, { evaluationsPerStep, value: (loss) => -loss });

export default {
  title: "26 circles in the unit square",
  unit: "sum of the radii",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 7, 10, 15, 20],
  seeds: [1, 2, 3, 4, 5],
  sources: ["packing.ts"],
  methods: {
    ...paperMethods({ task, seeds: [1, 2, 3], settings: { trainer: "minibatch" } }),
    search: search(task),
    "search by score alone": search(byScore),
    "particle swarm": numeric(particleSwarm),
    "random search": numeric(randomSearch),
  },
  anchors: [
    { name: "AlphaEvolve", value: 2.635, source: "Novikov and others 2025, arXiv 2506.13131" },
    { name: "start: a grid", value: sumOf(fitted(grid)), source: "the start of every method" },
  ],
} satisfies Experiment;
