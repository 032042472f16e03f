import { assert, assertEquals, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { countTokens } from "gpt-tokenizer/o200k";
import battleshipTask from "../../examples/battleship.ts";
import { estimateTokens } from "../../src/model/tokens.ts";
import type { ModelProposerOptions } from "../../src/optimizer/model_proposer.ts";
import type { Problem } from "../../src/problem/problem.ts";
import robotTask from "../support/robot_task.ts";
import { problemOfTask, promptText } from "../support/prompt_of_task.ts";
import { battleship, graphOf, type NodeSketch, numberState, numeric } from "./problems.ts";

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
  /** @default those of optoprime */
  readonly options?: ModelProposerOptions;
  /** Tokens by o200k that the prompt may have. */
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

const goldens: readonly Golden[] = [
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
    options: { answerFormat },
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

for (const { name, problem: made, options, maxTokens, shows } of goldens) {
  Deno.test(`the prompt of ${name} is the golden one, of at most ${maxTokens} tokens`, async () => {
    const problem = await made();
    const prompt = promptText(problem, options);
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
