/**
 * A program that runs the toy task in the directory it is given, or goes on with the run there. It is killed at the
 * write with a given number: before it, halfway or after it. Prints the number of writes when it is not.
 *
 * @module
 */
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { toyRun } from "../../src/testing/toy_run.ts";

const [runDir = "", number = "Infinity", moment = "before", pauseMs = "0"] = Deno.args;
let count = 0;

/** Calls a function that writes, unless the process is to be killed at this call. */
function written<Result>(call: () => Result, half: () => void = () => {}): Result {
  const isLast = ++count === Number(number);
  if (isLast && moment !== "after") {
    if (moment === "half") half();
    Deno.kill(Deno.pid, "SIGKILL");
  }
  const result = call();
  if (isLast) Deno.kill(Deno.pid, "SIGKILL");
  return result;
}

const { writeSync, truncateSync } = Deno.FsFile.prototype;
Deno.FsFile.prototype.writeSync = function (bytes) {
  return written(
    () => writeSync.call(this, bytes),
    () => writeSync.call(this, bytes.subarray(0, bytes.length >> 1)),
  );
};
Deno.FsFile.prototype.truncateSync = function (length) {
  return written(() => truncateSync.call(this, length));
};
for (const name of ["renameSync", "mkdirSync", "removeSync"] as const) {
  const call = Deno[name] as (...args: unknown[]) => void; // as: their arguments are passed on
  Object.assign(Deno, { [name]: (...args: unknown[]) => written(() => call(...args)) });
}

const evaluator = toyEvaluator({
  test: 2,
  onEvaluate: () => new Promise((resolve) => setTimeout(resolve, Number(pauseMs))),
});
await toyRun({
  evaluator: {
    ...evaluator,
    exportAgent: ({ values }) =>
      Promise.resolve({ kind: "module", text: `export default ${JSON.stringify(values)};\n` }),
  },
  runDir,
  resume: hasBegun(runDir),
  steps: 5,
  seed: 4,
}).result;
console.log(count);

function hasBegun(runDir: string): boolean {
  try {
    return Deno.statSync(`${runDir}/events.jsonl`).size > 0;
  } catch {
    return false; // there is no log
  }
}
