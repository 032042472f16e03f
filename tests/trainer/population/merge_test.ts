import { assertEquals } from "@std/assert";
import type { Values } from "../../../src/problem/problem.ts";
import type { Member } from "../../../src/trainer/population/archive.ts";
import {
  type Descent,
  mergeOf,
  mergeProposer,
  mergesWith,
} from "../../../src/trainer/population/merge.ts";
import { candidateOf } from "../../../src/trainer/candidate.ts";
import { proposeContext } from "../../../src/problem/propose_context.ts";

function member(values: Values, score = 0, parents: readonly Member[] = []): Member & Descent {
  const candidate = candidateOf(values);
  return {
    id: candidate.id,
    parents: parents.map(({ candidate }) => candidate.id),
    candidate,
    trial: {
      step: score,
      values,
      score,
      scores: { "train/0": score },
      feedback: "",
      isAccepted: false,
    },
  };
}

const start = member({ a: 0, b: [0], c: "x" });

Deno.test("mergeOf() takes what each changed of the ancestor, and the better where both did", () => {
  const one = member({ a: 1, b: [0], c: "y" }, 1, [start]);
  const other = member({ a: 0, b: [2], c: "z" }, 2, [start]);
  assertEquals(mergeOf({ one, other, ancestor: start })?.candidate.values, {
    a: 1,
    b: [2],
    c: "z",
  });
  const same = member({ a: 2, b: [0], c: "x" }, 1, [start]);
  assertEquals(
    mergeOf({ one: same, other: member({ a: 3, b: [0], c: "x" }), ancestor: start }),
    undefined,
  );
});

Deno.test("mergesWith() merges no candidate with its ancestors or descendants, and no strangers", () => {
  const one = member({ a: 1, b: [0], c: "x" }, 1, [start]);
  const child = member({ a: 1, b: [1], c: "x" }, 2, [one]);
  const other = member({ a: 0, b: [0], c: "y" }, 3, [start]);
  const stranger = member({ a: 7, b: [7], c: "x" }, 4);
  const known = [start, one, child, other, stranger];
  const merges = [...mergesWith(child, known.filter((each) => each !== child), known)];
  assertEquals(merges.map(({ other, ancestor, candidate }) => ({ other, ancestor, candidate })), [{
    other,
    ancestor: start,
    candidate: candidateOf({ a: 1, b: [1], c: "y" }),
  }]);
});

Deno.test("mergeProposer() suggests what changes, and says what it merges", async () => {
  const one = member({ a: 1, b: [0], c: "x" }, 1, [start]);
  const other = member({ a: 0, b: [2], c: "x" }, 2, [start]);
  const merge = mergeOf({ one, other, ancestor: start })!; // they changed different parameters
  const problem = {
    objective: "",
    parameters: [],
    feedback: { graph: { version: 1 as const, nodes: [] }, outputs: [] },
  };
  assertEquals(await mergeProposer(merge).propose(problem, proposeContext()), {
    kind: "suggestion",
    values: { b: [2] },
    reasoning: "A merge: b as in a candidate of step 2, the rest as in one of step 1; " +
      "both come from step 0.",
  });
});
