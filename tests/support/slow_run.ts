/**
 * A program that runs the fake task slowly in the directory it is given, or goes on with the run there.
 *
 * @module
 */
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { toyRun } from "../../src/testing/toy_run.ts";

const [runDir = ""] = Deno.args;
const evaluator = toyEvaluator({
  test: 2,
  onEvaluate: () => new Promise((resolve) => setTimeout(resolve, 3)),
});
await toyRun({ evaluator, runDir, resume: hasBegun(runDir), steps: 5, seed: 4 }).result;

function hasBegun(runDir: string): boolean {
  try {
    return Deno.statSync(`${runDir}/events.jsonl`).size > 0;
  } catch {
    return false; // there is no log
  }
}
