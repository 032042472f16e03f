/**
 * A guide that asks a person in the terminal.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { TaskError } from "../errors.ts";
import { Semaphore } from "../model/semaphore.ts";
import { printValue } from "../trace/print_value.ts";
import { AnswerFile } from "./answer_file.ts";
import { type JudgeTerminal, standardTerminal } from "./judge_terminal.ts";
import type { ExpectedExample, TextGuide, TextJudgement } from "./text_guide.ts";

export type { JudgeTerminal };

/** Options of `humanJudge`. */
export interface HumanJudgeOptions {
  /** What to judge by, in one line. */
  readonly question: string;
  /** URL of the file of answers, such as `import.meta.resolve("./answers.jsonl")`; made when missing. */
  readonly answers: string | URL;
  /** Asks and reads. @default standard output and input */
  readonly terminal?: JudgeTerminal;
}

/** Tries to read a score. */
const maxTries = 5;

/** Characters of a value that is shown, and of one that tells questions apart. */
const shownLength = 4_000;
const keyLength = 1_000_000;

/**
 * A guide whose score (0 to 1) and feedback come from a person. Questions are asked one after another. Each answer is
 * written to a file at once; a question that is answered there is not asked again, so that a resumed or repeated run asks
 * for nothing twice. A failed run scores 0 without a question.
 *
 * The time to answer counts as time of the guide: raise `--evaluation-timeout`, and set `--concurrency 1`, for people who
 * think longer than ten minutes.
 *
 * @throws {TaskError} in the guide, when there is no terminal, it ends, or the file cannot be used
 *
 * @example
 * ```ts
 * import { humanJudge } from "@opto/opto/guide";
 * import { assertEquals } from "@std/assert";
 *
 * const answers = new URL(`file://${await Deno.makeTempFile({ suffix: ".jsonl" })}`);
 * const lines = ["0.8", "A little stiff."];
 * const terminal = { isTerminal: () => true, write() {}, readLine: async () => await lines.shift() ?? null };
 * const guide = humanJudge({ question: "Is the greeting friendly?", answers, terminal });
 * const judgement = { score: 0.8, feedback: "A little stiff." };
 * assertEquals(await guide({ input: "Bob" }, "Dear Bob"), judgement);
 * assertEquals(await guide({ input: "Bob" }, "Dear Bob"), judgement); // from the file
 * await Deno.remove(answers);
 * ```
 */
export function humanJudge<Out = unknown, Expected = unknown>(
  { question, answers, terminal = standardTerminal }: HumanJudgeOptions,
): TextGuide<Out, Expected> {
  const file = new AnswerFile(answers);
  const turns = new Semaphore(1);
  return async (example, output) => {
    if (output instanceof Error) return { score: 0, feedback: `It failed: ${output.message}` };
    return await turns.run(async () => {
      const key = keyOf(question, example, output);
      const known = file.get(key);
      if (known !== undefined) return known;
      if (!terminal.isTerminal()) {
        throw new TaskError("Cannot ask a person for a judgement: standard input is no terminal", {
          advice: `Run it in a terminal, where the answers are written to ${file.path}.`,
        });
      }
      const judgement = await ask(terminal, question, example, output);
      file.add(key, judgement);
      return judgement;
    });
  };
}

function keyOf(question: string, { input, expected }: ExpectedExample, output: unknown): string {
  const texts = [input, expected, output].map((value) => printValue(value, keyLength));
  return createHash("sha256").update(JSON.stringify([question, ...texts])).digest("hex");
}

async function ask(
  terminal: JudgeTerminal,
  question: string,
  { input, expected }: ExpectedExample,
  output: unknown,
): Promise<TextJudgement> {
  const shown = {
    Input: input,
    ...(expected === undefined ? {} : { Expected: expected }),
    Output: output,
  };
  for (const [name, value] of Object.entries(shown)) {
    terminal.write(
      `${name}: ${typeof value === "string" ? value : printValue(value, shownLength)}`,
    );
  }
  const score = await askScore(terminal, question);
  terminal.write("Why, and what should be better? (one line, may be empty)");
  return { score, feedback: (await readLine(terminal)).trim() };
}

async function askScore(terminal: JudgeTerminal, question: string): Promise<number> {
  for (let tries = 0; tries < maxTries; tries++) {
    terminal.write(`${question} (0 to 1)`);
    const text = (await readLine(terminal)).trim();
    const score = text === "" ? NaN : Number(text);
    if (score >= 0 && score <= 1) return score;
    terminal.write(`"${text}" is no number from 0 to 1.`);
  }
  throw new TaskError(`Cannot read a score: received none in ${maxTries} tries`, {
    advice: "Answer with a number from 0 (worthless) to 1 (perfect).",
  });
}

async function readLine(terminal: JudgeTerminal): Promise<string> {
  const line = await terminal.readLine();
  if (line !== null) return line;
  throw new TaskError("Cannot ask a person for a judgement: the input of the terminal has ended", {
    advice: "Leave the terminal open until the run is done.",
  });
}
