/**
 * What a prompt of Battleship as in the paper tells: a SCRIPTED reader, no language model, reads it by its form alone.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { besideHits, everyFifth } from "../../examples/battleship-paper/policies.ts";
import task from "../../examples/battleship-paper/task.ts";
import type { Problem, Values } from "../../src/problem/problem.ts";
import { problemOfTask, promptText } from "../support/prompt_of_task.ts";

type Square = readonly [row: number, column: number];

/** A shot, and whether it hit. */
interface Shot {
  readonly square: Square;
  readonly isHit: boolean;
}

const batch = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const problem = (indices: readonly number[], values: Values = {}): Promise<Problem> =>
  problemOfTask(task, { indices, values });

const meanScore = ({ feedback: { outputs } }: Problem): number =>
  outputs.reduce((sum, { feedback }) => sum + (feedback.score ?? 0), 0) / outputs.length;

/** The user's part of a prompt. */
const partOf = (prompt: string): string => prompt.split("<<< user >>>")[1] ?? "";

/** Rows and columns of the map; undefined where none is shown. */
function mapIn(prompt: string): Square | undefined {
  const lines = /^const map\d* = \[\n((?: {2}\[\.\.\."\.+"\],\n)+)\];/m.exec(partOf(prompt))?.[1];
  const rows = [...lines?.matchAll(/"(\.+)"/g) ?? []].map(([, row = ""]) => row);
  return rows[0] === undefined ? undefined : [rows.length, rows[0].length];
}

/** The shots of each game but its last one, in order: "fire0 to fire6: map2 with [0][0] = "O"; …". */
function gamesIn(prompt: string): readonly (readonly Shot[])[] {
  const lines = partOf(prompt).match(/^fire\d+ to fire\d+: .*$/gm) ?? [];
  return lines.map((line) =>
    [...line.matchAll(/\[(\d)\]\[(\d)\] = "([XO])"/g)].map(([, row, column, mark]) => ({
      square: [Number(row), Number(column)],
      isHit: mark === "X",
    }))
  );
}

/** The share of the shots after a hit that go beside an earlier hit; NaN where no hit is shown. */
function shareBesideHits(games: readonly (readonly Shot[])[]): number {
  const isBeside = games.flatMap((shots) =>
    shots.flatMap(({ square: [row, column] }, at) => {
      const hits = shots.slice(0, at).filter(({ isHit }) => isHit);
      return hits.length === 0 ? [] : [
        hits.some(({ square }) => Math.abs(square[0] - row) + Math.abs(square[1] - column) === 1),
      ];
    })
  );
  return isBeside.filter(Boolean).length / isBeside.length;
}

Deno.test("a scripted reader finds in the first prompt the map, and that a target is a row and a column", async () => {
  const prompt = promptText(await problem([0, 1]));
  assertEquals(mapIn(prompt), [8, 8]);
  assertStringIncludes(partOf(prompt), "target is not iterable");
  const masked = promptText(await problem([0, 1]), { mask: ["graph"] });
  assertEquals(mapIn(masked), undefined);
});

Deno.test("a scripted reader finds that no shot follows a hit, which the masked prompt does not tell", async () => {
  const before = await problem(batch, { selectCoordinate: everyFifth });
  const games = gamesIn(promptText(before));
  assertEquals(games.length, batch.length);
  assert(games.flat().some(({ isHit }) => isHit));
  assertEquals(shareBesideHits(games), 0);
  assertEquals(gamesIn(promptText(before, { mask: ["graph"] })), []);

  const after = await problem(batch, { selectCoordinate: besideHits });
  assert(shareBesideHits(gamesIn(promptText(after))) > 0.8);
  assert(meanScore(after) > meanScore(before), `${meanScore(after)} after ${meanScore(before)}`);
});
