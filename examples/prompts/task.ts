/**
 * Prompts: an agent of a template and two functions answers questions of eight families of BIG-Bench Hard.
 *
 * What: the template of a prompt, the function that makes the prompt of it and a question, and the function that takes the answer
 * out of the response, all trainable, as in section 5.3 and appendix C of the Trace paper (arXiv 2406.16218); 15 questions to
 * learn from, 5 to choose by, 50 to test. Why: it is what most people want to optimize first, and text and code must agree: a
 * template that asks for another form needs another `extract`. Source: BIG-Bench Hard (Suzgun and others, arXiv 2210.09261); the
 * questions are made here by seed, in the wording of its families, and are not its own. One is narrower:
 * tracking shuffled objects has three to five players and balls alone.
 *
 * Student: the model of the agent. `deno run -A mod.ts optimize examples/prompts/tasks/navigate.ts --model NAME --agent-model
 * NAME` takes a language model. Without `--agent-model` it is SYNTHETIC: rules that read the prompt
 * (`student/synthetic_student.ts`), no language model. Its figures show that the machine works, and nothing else.
 *
 * `deno task experiment prompts` compares methods with the synthetic student, `deno task experiment prompts-model` with a
 * language model as optimizer and student. Seed K is family (K - 1) mod 8 + 1, with questions of its own. What a run gives: the
 * share of the test questions that are answered rightly, by step.
 *
 * @module
 */
import type { Task } from "@opto/opto";
import { families } from "./families.ts";
import type { Family } from "./family.ts";
import { promptTask, type PromptTaskOptions } from "./prompt_task.ts";

/** The family of a seed. */
export function familyOf(seed: number): Family {
  return families[(seed - 1) % families.length]!; // !: seeds begin with 1
}

/** The task of a seed. */
export function taskOf(
  seed: number,
  options: PromptTaskOptions = {},
): Task<string, string, string> {
  return promptTask(familyOf(seed), options);
}
