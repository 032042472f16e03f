/**
 * The methods compared on twenty functions with faults, and their measure: whether the function passes every held-out case.
 * Seed K runs function K.
 *
 * `optoprime` sees what the statements did; `masked` sees the same problem without the error trace: without steps, inputs,
 * outputs, the inside view and the failing line. The messages of the tests, which name the call, are the same for all. The search sees
 * scores alone; a step of it is 667 evaluations, 2,000 in all.
 */
import type { Task } from "@opto/opto";
import { oproProposer, optoPrimeProposer } from "@opto/opto/optimizer";
import type { Experiment, Method } from "../../tools/experiment/experiment.ts";
import {
  optimizedMethod,
  type OptimizedMethodOptions,
} from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import { taskOf, tasks } from "./task.ts";

type Optimizer = OptimizedMethodOptions<unknown, unknown, unknown>["optimizer"];

/** A method whose seed chooses its task. */
function onFunctions(optimizer: Optimizer): Method {
  const methodOn = (task: Task) =>
    optimizedMethod({
      task,
      optimizer,
      measure: { on: { task, split: "test" }, value: (score) => score === 1 ? 1 : 0 },
    });
  const { needsModel } = methodOn(taskOf(1));
  return { needsModel, run: (request) => methodOn(taskOf(request.seed)).run(request) };
}

const sourceOf = ({ name }: Task) =>
  `functions/${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}.ts`;

export default {
  title: "Debugging: functions solved by number of steps",
  unit: "share of functions that pass every held-out case",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3],
  seeds: tasks.map((_, at) => at + 1),
  sources: ["debugging_task.ts", ...tasks.map(sourceOf)],
  methods: {
    optoprime: onFunctions(optoPrimeProposer()),
    masked: onFunctions(optoPrimeProposer({ mask: ["graph"] })),
    opro: onFunctions(oproProposer()),
    search: perStep(onFunctions("search"), 667),
  },
} satisfies Experiment;
