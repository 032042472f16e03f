/**
 * The methods compared on prompts with one language model as optimizer and student, as in section 5.3 of the Trace paper; see
 * `../prompts/task.ts`. Every method needs a model. Seeds 1 to 8 are the eight families.
 *
 * `plain` and `stepwise` are the templates that nobody changed.
 */
import { oproProposer, optoPrimeProposer, textGradProposer } from "@opto/opto/optimizer";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { stepwiseTemplate } from "../prompts/agent.ts";
import { methodWith, unchanged } from "../prompts/methods.ts";
import { sources } from "../prompts/sources.ts";

const plain = { student: null };
const stepwise = { student: null, template: stepwiseTemplate };

export default {
  title: "Prompts: right answers by step",
  unit: "share of test questions answered rightly",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 7, 10, 15],
  seeds: [1, 2, 3, 4, 5, 6, 7, 8],
  sources: ["task.ts", ...sources].map((path) => `../prompts/${path}`),
  methods: {
    plain: unchanged(() => plain),
    optoprime: methodWith(optoPrimeProposer(), plain),
    opro: methodWith(oproProposer(), plain),
    textgrad: methodWith(textGradProposer(), plain),
    stepwise: unchanged(() => stepwise),
    "optoprime-stepwise": methodWith(optoPrimeProposer(), stepwise),
    "opro-stepwise": methodWith(oproProposer(), stepwise),
    "textgrad-stepwise": methodWith(textGradProposer(), stepwise),
  },
} satisfies Experiment;
