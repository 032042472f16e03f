/**
 * The methods compared on prompts with the SYNTHETIC student, and their measure: the share of 50 test questions that are answered
 * rightly, with the values that were best on the 5 validation questions. As in section 5.3 of the Trace paper: one pass over 15
 * questions, one a step, from a plain template and from one with a chain of thought. Step 0 is the template that nobody changed.
 *
 * The search sees scores alone; a step of it is 40 evaluations, 600 in all. It writes no sentences: `search-listed` is offered
 * thirteen, the same for all families, of which two or three help in each. `written by hand` has those from the start.
 *
 * The student is no language model, and knows what it should do when it is told so in words that its rules have: no figure here
 * says which method is better with a language model.
 */
import { oproProposer, optoPrimeProposer, textGradProposer } from "@opto/opto/optimizer";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import { stepwiseTemplate } from "./agent.ts";
import { sentences, writtenTemplate } from "./instructions.ts";
import { methodWith, unchanged } from "./methods.ts";
import type { PromptTaskOptions } from "./prompt_task.ts";
import { sources } from "./sources.ts";
import { familyOf } from "./task.ts";

const searching = (options?: PromptTaskOptions) => perStep(methodWith("search", options), 40);

const stepwise = { template: stepwiseTemplate };

export default {
  title: "Prompts, SYNTHETIC student: right answers by step",
  unit: "share of test questions answered rightly by the SYNTHETIC student",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 7, 10, 15],
  seeds: Array.from({ length: 16 }, (_, i) => i + 1),
  sources,
  methods: {
    optoprime: methodWith(optoPrimeProposer()),
    opro: methodWith(oproProposer()),
    textgrad: methodWith(textGradProposer()),
    search: searching(),
    "search-listed": searching({ sentences }),
    "optoprime-stepwise": methodWith(optoPrimeProposer(), stepwise),
    "opro-stepwise": methodWith(oproProposer(), stepwise),
    "textgrad-stepwise": methodWith(textGradProposer(), stepwise),
    "search-stepwise": searching(stepwise),
    "search-listed-stepwise": searching({ ...stepwise, sentences }),
    "written by hand": unchanged((seed) => ({
      template: writtenTemplate(familyOf(seed).name),
    })),
  },
} satisfies Experiment;
