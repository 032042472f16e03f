/**
 * Modules: an agent is put together from four modules of five options each, 625 combinations, and one of them is right.
 *
 * Synthetic, and small on purpose: it stands for the choice of an agent's modules (planning, memory, tools), as AgentSquare
 * searches them (Shang and others 2024, arXiv 2410.06153), where each trial costs an evaluation of the whole agent. How few
 * trials suffice depends on what the score tells: the share of right modules, or nothing until some are right together.
 *
 * Run it with `deno run -A mod.ts optimize examples/modules/task.ts`; it needs no model, and a seed is another right
 * combination. The search has it after about 20 of 625 evaluations. `deno task experiment modules` compares methods on three
 * scores.
 *
 * @module
 */
import { bundle, defineTask, Module, parameter, type Task } from "@opto/opto";
import { z } from "zod";
import { type Choices, drawRight, firstChoices, namesOf, optionsOf } from "./modules.ts";

const assemble = bundle(function assemble(...options: string[]): string[] {
  return options;
}, { description: "Puts the agent together from an option of each module." });

/** The task of choices. */
export function modulesTask(choices: Choices): Task<null, string[], readonly string[]> {
  const options = optionsOf(choices);

  class Agent extends Module<null, string[]> {
    modules = namesOf(choices).map((name) =>
      parameter(options[0]!, { name, schema: z.enum(options) }) // !: there are options
    );

    forward() {
      return assemble(...this.modules);
    }
  }

  return defineTask({
    name: "modules",
    description: `Chooses an option for each module: ${choices.name}.`,
    objective: "Find the options with the score 1, in as few trials as possible.",
    agent: () => new Agent(),
    examples: (random) => ({ train: [{ input: null, expected: drawRight(choices, random) }] }),

    guide({ expected }, chosen) {
      if (chosen instanceof Error) return { score: 0, feedback: chosen.message };
      const score = choices.score(expected.map((option, place) => option === chosen[place]));
      return { score, feedback: `The score is ${score}.` };
    },

    trainer: { steps: 60, target: 1 },
  });
}

export default modulesTask(firstChoices[0]!); // !: it has three
