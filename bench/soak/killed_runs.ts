/**
 * Kills runs with SIGKILL at every write (before, halfway, after) and at random moments, and resumes them.
 *
 * @module
 */
import { equal } from "@std/assert";
import { faultRun, type Kill, type RunState, stateOf } from "../../tests/support/killed_runs.ts";
import { type Figures, spread } from "./figures.ts";

/** Longest time before a kill at a random moment: most of a run. */
const longestMs = 1_200;

/** @param count kills at random moments */
export async function killedRuns(count: number): Promise<Figures> {
  const directory = await Deno.makeTempDir({ prefix: "opto-soak-" });
  try {
    const writes = await faultRun(`${directory}/whole`) ?? 0;
    const expected = stateOf(`${directory}/whole`);
    const kills: Kill[] = [
      ...Array.from({ length: writes }, (_, at) => at + 1).flatMap((write) =>
        (["before", "half", "after"] as const).map((moment) => ({ write, moment }))
      ),
      ...Array.from({ length: count }, () => ({ afterMs: Math.random() * longestMs })),
    ];
    const results = await inPairs(kills, (kill, at) => check(`${directory}/${at}`, kill, expected));
    const killed = results.filter(({ wasKilled }) => wasKilled);
    return {
      rows: [
        ["writes of one run", String(writes)],
        ["kills at writes", String(writes * 3)],
        ["kills at random moments", String(count)],
        ["killed before their end", String(killed.length)],
        ["resumed to the same records and best/", String(results.filter((r) => r.isSame).length)],
        ["resume", spread(results.map(({ resumeMs }) => resumeMs))],
      ],
      faults: results.flatMap(({ isSame, kill }) =>
        isSame ? [] : [`not the same after ${JSON.stringify(kill)}`]
      ),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function check(runDir: string, kill: Kill, expected: RunState) {
  const wasKilled = await faultRun(runDir, kill) === null;
  const start = performance.now();
  const isSame = await faultRun(runDir)
    .then(() => equal(stateOf(runDir), expected), () => false);
  const resumeMs = performance.now() - start;
  await Deno.remove(runDir, { recursive: true });
  return { kill, wasKilled, isSame, resumeMs };
}

/** Does work on all items, two at a time. */
async function inPairs<Item, Result>(
  items: readonly Item[],
  work: (item: Item, place: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    for (let place = next++; place < items.length; place = next++) {
      results[place] = await work(items[place]!, place); // !: within the list
    }
  }
  await Promise.all([lane(), lane()]);
  return results;
}
