/**
 * The tokens of OptoPrime, OPRO and TextGrad on TextGrad's kinds of tasks: a prompt, a program, a solution. `deno run -A
 * examples/textgrad/tokens.ts` measures them anew, writes `tokens.json`, and prints the table.
 *
 * In the place of a language model stands a SCRIPTED one: every answer of a kind has the same length, 100 words of reasoning or
 * of a gradient, and every proposal is the start with the number of the step in it. So the numbers of calls and of prompt tokens
 * are those that these optimizers really need on these tasks with such answers, and differ by their prompts alone. Completion
 * tokens follow from the number of calls. Nothing is said on how good the proposals of a model would be, nor on the answers
 * of agents. `textgrad` is this library's, with one call for a value and not for an edge of the graph.
 *
 * @module
 */
import { optimize, scriptedModel, type Task } from "@opto/opto";
import { oproProposer, optoPrimeProposer, textGradProposer } from "@opto/opto/optimizer";
import { countTokens } from "gpt-tokenizer/o200k";
import type { EventOf } from "../../src/trainer/event.ts";
import wrapText from "../debugging/functions/wrap_text.ts";
import prompt from "./prompt.ts";
import solution from "./solution.ts";

/** What a step of an optimizer takes on a task: means over the steps. */
export interface StepTokens {
  readonly task: string;
  readonly optimizer: string;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** By kind; a step sees three questions of a prompt, as in TextGrad, and every case of a program. */
export const tasks = { prompt, program: wrapText, solution } as unknown as Readonly<
  Record<"prompt" | "program" | "solution", Task>
>; // as: tasks of any types

const proposers = {
  optoprime: optoPrimeProposer,
  opro: oproProposer,
  textgrad: textGradProposer,
} as const;

/** The parameters that a run starts with. */
type Start = EventOf<"started">["task"]["parameters"];

const steps = 5;

const hundredWords = Array(100).fill("word").join(" ");

/** Measures all optimizers on one task. */
export async function tokensOn(kind: keyof typeof tasks): Promise<readonly StepTokens[]> {
  const measured: StepTokens[] = [];
  for (const [optimizer, proposer] of Object.entries(proposers)) {
    const { calls, promptTokens, completionTokens } = await spentBy(tasks[kind], proposer());
    measured.push({
      task: kind,
      optimizer,
      calls: calls / steps,
      promptTokens: Math.round(promptTokens / steps),
      completionTokens: Math.round(completionTokens / steps),
    });
  }
  return measured;
}

/** What the optimizer spends in a run in which every proposal becomes the next start. */
async function spentBy(
  task: Task,
  optimizer: ReturnType<typeof proposers[keyof typeof proposers]>,
) {
  let start: Start = [];
  let [proposals, taken] = [0, 0];
  const model = scriptedModel(({ messages }) => {
    const words = messages.map(({ content }) => content).join("\n");
    const isGradient = /How should the (?:variable|value) \S+ change\?$/.test(words);
    const answer = isGradient ? hundredWords : proposal(start, ++proposals);
    const promptTokens = countTokens(words);
    const usage = { promptTokens, completionTokens: countTokens(answer), usd: 0 };
    return { text: answer, finishReason: "stop", usage, model: "scripted" };
  });
  const { usage } = await optimize(task, {
    model,
    optimizer,
    steps,
    seed: 1,
    concurrency: 1,
    accept: "always",
    target: 2, // above any score: a step is never left out
    onEvent(event) {
      if (event.type === "started") start = event.task.parameters;
      if (event.type === "compared" && event.isAccepted) taken++;
    },
  }).result;
  if (taken !== steps) {
    throw new Error(`Cannot measure ${task.name}: ${taken} of ${steps} proposals were taken`);
  }
  return usage.byRole.optimizer;
}

/** The start of each parameter, told apart by the number of the proposal: a constant before a program, a word behind a text. */
function proposal(start: Start, number: number): string {
  const suggestion = Object.fromEntries(start.map(({ name, kind, value }) => [
    name,
    kind === "code" ? `const proposal = ${number};\n${value}` : `${value} (${number})`,
  ]));
  return JSON.stringify({ reasoning: hundredWords, suggestion });
}

/** The figures as a Markdown table. */
function tableOf(rows: readonly StepTokens[]): string {
  const columns = ["task", "optimizer", "calls", "promptTokens", "completionTokens"] as const;
  const line = (texts: readonly unknown[]) => `| ${texts.join(" | ")} |`;
  return [
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join("\n");
}

if (import.meta.main) {
  const rows: StepTokens[] = [];
  for (const kind of Object.keys(tasks) as (keyof typeof tasks)[]) { // as: its own keys
    rows.push(...await tokensOn(kind));
  }
  const text = `${JSON.stringify(rows, null, 2)}\n`;
  await Deno.writeTextFile(new URL("tokens.json", import.meta.url), text);
  console.log(tableOf(rows));
  Deno.exit(); // the sandbox pool of this process ends with it
}
