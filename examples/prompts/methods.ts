/**
 * Methods on prompts: the seed chooses family and questions, and the share of test questions that are answered rightly is
 * the measure.
 *
 * @module
 */
import type { Method } from "../../tools/experiment/experiment.ts";
import {
  optimizedMethod,
  type OptimizedMethodOptions,
} from "../../tools/experiment/optimized_method.ts";
import type { PromptTaskOptions } from "./prompt_task.ts";
import { taskOf } from "./task.ts";

type Optimizer = OptimizedMethodOptions<string, string, string>["optimizer"];

/** As in the paper: a question a step, and every proposal becomes the next start. */
const asInPaper = { batchSize: 1, accept: "always" } as const;

/** An optimizer on the agent that the options describe. The search has the settings of the task. */
export function methodWith(optimizer: Optimizer, options: PromptTaskOptions = {}): Method {
  return onFamilies((seed) => {
    const task = taskOf(seed, options);
    const settings = optimizer === "search" ? {} : asInPaper;
    return optimizedMethod({ task, optimizer, settings, measure: { on: { task, split: "test" } } });
  });
}

/** An agent that stays as it begins: no optimizer, and the same measure at each point. */
export function unchanged(optionsOf: (seed: number) => PromptTaskOptions): Method {
  return onFamilies((seed) => {
    const options = optionsOf(seed);
    const method = methodWith("search", options);
    return {
      needsModel: options.student === null,
      async run({ points, ...request }) {
        const { values: [start = NaN], ...run } = await method.run({ ...request, points: [0] });
        return { ...run, values: points.map(() => start) };
      },
    };
  });
}

function onFamilies(methodOn: (seed: number) => Method): Method {
  const { needsModel } = methodOn(1);
  return { needsModel, run: (request) => methodOn(request.seed).run(request) };
}
