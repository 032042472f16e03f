import { assert } from "@std/assert";
import battleship from "../../examples/battleship.ts";
import { optimize } from "../../mod.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A way to play that differs a little with each answer. */
const plan = (weight: number) =>
  `function reason(board: Board): number[][] {
  return board.map((line, row) => line.map((square, column) => {
    if (square !== ".") return -1;
    let promise = (row + column) % 2 + ${weight} * (4 - Math.abs(row - 3.5));
    for (const [down, right] of [[0, 1], [1, 0], [0, -1], [-1, 0]]) {
      if (board[row + down!]?.[column + right!] === "X") promise += 9;
    }
    return promise;
  }));
}`;

Deno.test("ten steps of Battleship by a model are a log of at most 1 MB, with every graph and prompt whole", async () => {
  const runDir = await tempDir();
  let count = 0;
  const model = scriptedModel(() =>
    JSON.stringify({ reasoning: "Hunt near hits.", suggestion: { reason: plan(++count / 100) } })
  );
  await optimize(battleship, { model, steps: 10, seed: 1, runDir }).result;
  const { size } = await Deno.stat(`${runDir}/events.jsonl`);
  assert(size <= 2 ** 20, `${size} bytes`);
  const events = readEventLog(`${runDir}/events.jsonl`);
  const graphs = events.flatMap((event) =>
    event.type === "evaluated" ? event.feedbackGraph ?? [] : []
  );
  const prompts = events.flatMap((event) =>
    event.type === "exchange" ? event.request.messages : []
  );
  const whole = JSON.stringify([graphs, prompts]).length;
  assert(graphs.length > 40 && prompts.length >= 20);
  assert(whole > 4 * size, `${whole} characters in ${size} bytes`);
});
