/**
 * A program that runs the fake task slowly in the directory it is given, or goes on with the run there.
 *
 * @module
 */
import { fakeEvaluator } from "./fake_evaluator.ts";
import { fakeRun } from "./fake_run.ts";

const [runDir = ""] = Deno.args;
const evaluator = fakeEvaluator({
  test: 2,
  onEvaluate: () => new Promise((resolve) => setTimeout(resolve, 3)),
});
await fakeRun({ evaluator, runDir, resume: hasBegun(runDir), steps: 5, seed: 4 }).result;

function hasBegun(runDir: string): boolean {
  try {
    return Deno.statSync(`${runDir}/events.jsonl`).size > 0;
  } catch {
    return false; // there is no log
  }
}
