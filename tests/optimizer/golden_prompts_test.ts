import { assert, assertEquals, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { countTokens } from "gpt-tokenizer/o200k";
import battleshipTask from "../../examples/battleship.ts";
import { writtenTemplate } from "../../examples/prompts/instructions.ts";
import { syntheticStudent } from "../../examples/prompts/student/synthetic_student.ts";
import navigateTask from "../../examples/prompts/tasks/navigate.ts";
import { withModel } from "../../src/model/models_in_use.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { estimateTokens } from "../../src/model/tokens.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { textGradProposer } from "../../src/optimizer/textgrad.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import robotTask from "../support/robot_task.ts";
import { messagesText, problemOfTask } from "../support/prompt_of_task.ts";
import {
  bareContext,
  battleship,
  graphOf,
  type NodeSketch,
  numberState,
  numeric,
} from "./problems.ts";

/** Set to write the golden files anew. */
const isWriting = Deno.env.get("OPTO_GOLDEN") === "write";

/** A reason of battleship that counts the ways in which ships may lie: its plan changes with each shot. */
const countingReason = `function reason(board: string[][]): number[][] {
  const score = board.map((line) => line.map(() => 0));
  for (let row = 0; row < 8; row++) for (let column = 0; column < 8; column++) {
    if (board[row][column] !== ".") continue;
    for (const length of [4, 3, 2]) for (const [down, right] of [[0, 1], [1, 0]]) for (let at = 0; at < length; at++) {
      let fits = true; let hits = 0;
      for (let step = 0; step < length; step++) {
        const mark = board[row + down * (step - at)]?.[column + right * (step - at)];
        if (mark === undefined || mark === "O") fits = false;
        if (mark === "X") hits++;
      }
      if (fits) score[row][column] += 1 / 3 + hits * 7.1;
    }
  }
  return score;
}`;

interface Golden {
  readonly name: string;
  readonly problem: () => Promise<Problem>;
  /** Who asks. @default optoPrimeProposer() */
  readonly proposer?: Proposer;
  /** What a scripted model answers to each request but the last. @default the first request is the last */
  readonly answers?: readonly string[];
  /** Tokens by o200k that all requests may have. */
  readonly maxTokens: number;
  /** Parts that it must show. */
  readonly shows: (problem: Problem) => readonly string[];
}

const batch = [0, 1, 2, 3];

/** Every judged output's name and every function's results over all turns. */
function judgedNames({ feedback: { graph, outputs } }: Problem): readonly string[] {
  return outputs.map(({ node }) => graph.nodes[node]!.name); // a place of the graph
}

const gameShows = (problem: Problem) => [
  ...judgedNames(problem),
  "act0 to act23: ",
  "act24 to act47: ",
  "act48 to act71: ",
  "act72 to act95: ",
  "\n#Inside\n",
];

/** A chain of forty operators on one parameter, each with a constant of its own. */
function chainOfForty(): Problem {
  const names = ["add", "sub", "mul"] as const;
  const texts = ["Adds x and y.", "Subtracts y from x.", "Multiplies x by y."];
  const sketches: Record<string, NodeSketch> = { x: { kind: "parameter", value: -2 } };
  let value = -2;
  let seed = 1;
  for (let at = 0; at < 40; at++) {
    seed = seed * 16_807 % 2_147_483_647;
    const kind = seed % 3;
    const constant = seed % 200 / 100 - 1;
    value = [value + constant, value - constant, value * constant][kind]!; // one of three
    sketches[`c${at}`] = { value: constant };
    sketches[`y${at}`] = {
      value,
      by: [names[kind]!, texts[kind]!], // as above
      of: { x: at === 0 ? "x" : `y${at - 1}`, y: `c${at}` },
    };
  }
  const graph = graphOf(sketches);
  const feedback = { feedback: "The output should be larger." };
  return {
    objective: "",
    parameters: [numberState("x", -2)],
    feedback: { graph, outputs: [{ node: graph.nodes.length - 1, feedback }] },
  };
}

/** An act of battleship that fails at the fifth shot of each game. */
const failingAct = `function act(board: string[][], plan: number[][]): [number, number] {
  const free = board.flat().filter((square) => square === ".").length;
  if (free < 60) throw new Error("only " + free + " squares are free");
  return [0, 64 - free];
}`;

const answer = `{"reasoning": "", "suggestion": {"x0": 4}}`;

const goldens: readonly Golden[] = [
  {
    name: "numeric_opro",
    problem: () => Promise.resolve(numeric),
    proposer: oproProposer(),
    maxTokens: 400,
    shows: () => ["x0"],
  },
  {
    name: "numeric_textgrad",
    problem: () => Promise.resolve(numeric),
    proposer: textGradProposer(),
    answers: ["Larger.", "y0 should grow.", "x0 should grow."],
    maxTokens: 1_600,
    shows: judgedNames,
  },
  {
    name: "numeric_tools",
    problem: () => Promise.resolve(numeric),
    proposer: optoPrimeProposer({ toolRounds: 3 }),
    answers: ["<look>mul0</look>", `<try>${answer}</try>`],
    maxTokens: 2_200,
    shows: judgedNames,
  },
  {
    name: "chain_of_forty",
    problem: () => Promise.resolve(chainOfForty()),
    maxTokens: 1_700,
    shows: judgedNames,
  },
  {
    name: "battleship_failing",
    problem: () => problemOfTask(battleshipTask, { indices: batch, values: { act: failingAct } }),
    maxTokens: 3_500,
    shows: (problem) => [...judgedNames(problem), "exception_act1 failed where exception_act0 did"],
  },
  {
    name: "numeric",
    problem: () => Promise.resolve(numeric),
    maxTokens: 610,
    shows: judgedNames,
  },
  ...(["tagged", "fenced"] as const).map((answerFormat): Golden => ({
    name: `battleship_${answerFormat}`,
    problem: () => Promise.resolve(battleship),
    proposer: optoPrimeProposer({ answerFormat }),
    maxTokens: 1_300,
    shows: () => ["What do you suggest for reason, act, boldness?"],
  })),
  {
    name: "battleship_four_games",
    problem: () => problemOfTask(battleshipTask, { indices: batch }),
    maxTokens: 5_000,
    shows: gameShows,
  },
  {
    name: "battleship_four_games_counting",
    problem: () =>
      problemOfTask(battleshipTask, { indices: batch, values: { reason: countingReason } }),
    maxTokens: 6_000,
    shows: gameShows,
  },
  {
    name: "prompt_four_questions",
    problem: () =>
      withModel(syntheticStudent, () =>
        problemOfTask(navigateTask, {
          indices: batch,
          values: { template: writtenTemplate("navigate") },
        })),
    maxTokens: 2_400,
    shows: (problem) => [
      ...judgedNames(problem),
      'const create3 = template with "{question}" replaced by question3;',
    ],
  },
  {
    name: "robot_fifty_steps",
    problem: () => problemOfTask(robotTask, { indices: [0] }),
    maxTokens: 5_000,
    shows: (problem) => [...judgedNames(problem), "control0 to control48: ", "\n#Inside\n"],
  },
  {
    name: "robot_fifty_steps_four_starts",
    problem: () => problemOfTask(robotTask, { indices: batch }),
    maxTokens: 5_000,
    shows: (problem) => [...judgedNames(problem), "control0 to control48: ", "\n#Inside\n"],
  },
];

for (const { name, problem: made, proposer, answers = [], maxTokens, shows } of goldens) {
  Deno.test(`the prompt of ${name} is the golden one, of at most ${maxTokens} tokens`, async () => {
    const problem = await made();
    const prompt = await requestsText(problem, proposer ?? optoPrimeProposer(), answers);
    const tokens = countTokens(prompt);
    const file = new URL(`./prompts/${name}.txt`, import.meta.url);
    const text = `${prompt}\n<<< ${tokens} tokens by o200k, ${
      Math.round(prompt.length / 4)
    } by characters / 4 >>>\n`;
    if (isWriting) await Deno.writeTextFile(file, text);
    assertEquals(text, await Deno.readTextFile(file));
    assertLessOrEqual(tokens, maxTokens);
    for (const part of shows(problem)) assertStringIncludes(prompt, part);
    const estimate = estimateTokens(prompt);
    assert(estimate >= tokens && estimate < tokens * 1.12, `${estimate} of ${tokens}`);
  });
}

/** The requests that a proposer sends for a problem, one after the other. */
async function requestsText(
  problem: Problem,
  proposer: Proposer,
  answers: readonly string[],
): Promise<string> {
  const model = scriptedModel([...answers, answer]);
  const trial = () =>
    Promise.resolve(
      {
        kind: "tried",
        score: 0.5,
        scores: { "train/0": 0.5 },
        feedback: "better",
      } as const,
    );
  await proposer.propose(problem, { ...bareContext, memory: { gradients: {} }, model, trial });
  return model.requests.map(({ messages }) => messagesText(messages)).join("\n");
}
