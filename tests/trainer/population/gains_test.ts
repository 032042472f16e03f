import { assertEquals } from "@std/assert";
import { candidateOf } from "../../../src/trainer/candidate.ts";
import { History } from "../../../src/trainer/history.ts";
import { metricsOf } from "../../../src/trainer/population/archive.ts";
import { isBetter } from "../../../src/trainer/population/gains.ts";
import type { EvaluatedCandidate, TrainerContext } from "../../../src/trainer/trainer.ts";

/** A candidate with the same score everywhere, and these costs by train example. */
const costing = (x: number, costs: Readonly<Record<number, number>>): EvaluatedCandidate => ({
  candidate: candidateOf({ x }),
  examples: Object.keys(costs).map((index) => ({ split: "train", index: Number(index) })),
  reports: Object.values(costs).map((cost) => ({
    score: 1,
    feedback: "",
    metrics: { cost },
    output: "",
    console: [],
    durationMs: 0,
  })),
});

/** A parent that met a dear example first, then two cheap ones, on which its child costs more. */
function comparedHistory() {
  const [parent, child] = [costing(0, { 1: 1, 2: 1 }), costing(1, { 1: 3, 2: 3 })];
  const history = new History(candidateOf({ x: 9 }));
  const start = costing(9, { 0: 99 });
  history.record(start, { step: 1, isAccepted: true });
  history.record(costing(0, { 0: 7 }), { step: 1, isAccepted: true, against: start });
  history.record(parent, { step: 2, isAccepted: true });
  history.record(child, { step: 2, isAccepted: false, against: parent });
  return { history, parent: parent.candidate.id, child: child.candidate.id };
}

Deno.test("metricsOf() is the mean over all examples that a candidate met", () => {
  const { history, parent } = comparedHistory();
  const trial = history.trial(parent)!; // it was recorded
  assertEquals([metricsOf(trial), metricsOf(trial, ["train/0"])], [{ cost: 3 }, { cost: 7 }]);
});

Deno.test("isBetter() compares metrics on the examples that both met", () => {
  const { history, parent, child } = comparedHistory();
  const context: Pick<TrainerContext, "trial" | "metrics"> = {
    trial: (id) => history.trial(id),
    metrics: { cost: "lower" },
  };
  const better = (id: string, other: string) => isBetter(context, id, other);
  assertEquals([better(child, parent), better(parent, child)], [false, true]);
});
