import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { ModelRequest } from "../../src/model/language_model.ts";
import { estimatePromptTokens } from "../../src/model/usage.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { Proposer, ProposerWarning } from "../../src/problem/proposer.ts";
import { type Trial, trialHistory } from "../../src/problem/trial.ts";
import { graphOf, type NodeSketch, numberState } from "./problems.ts";

/** Runs with long feedback and long outputs. */
function wordy(count: number, length: number): Problem {
  const sketches: Record<string, NodeSketch> = { x0: { kind: "parameter", value: 1 } };
  for (let i = 0; i < count; i++) {
    sketches[`out${i}`] = { value: `${"v ".repeat(length)}${i}`, by: ["f", "F."], of: { x: "x0" } };
  }
  const outputs = Array.from({ length: count }, (_, i) => ({
    node: i + 1,
    feedback: { score: i, feedback: `${i} is wrong, ${"because ".repeat(length)}` },
  }));
  return {
    objective: "Grow.",
    parameters: [numberState("x0", 1)],
    feedback: { graph: graphOf(sketches), outputs },
  };
}

const history: readonly Trial[] = Array.from({ length: 30 }, (_, step) => ({
  step,
  values: { x0: step + 2 },
  score: step,
  scores: {},
  feedback: "too small ".repeat(200),
  isAccepted: false,
}));

function requestOf(proposer: Proposer, problem: Problem) {
  const warnings: ProposerWarning[] = [];
  const context = {
    history: trialHistory(history),
    warn: (w: ProposerWarning) => void warnings.push(w),
  };
  const request = proposer.request?.(problem, context) as ModelRequest;
  return { request, warnings, text: request.messages.map(({ content }) => content).join("\n") };
}

Deno.test("maxPromptTokens is a limit that holds, whatever feedback, outputs and history are", () => {
  const problems = [
    wordy(1, 1),
    wordy(1, 50_000),
    wordy(4, 5_000),
    wordy(300, 30),
    wordy(60, 2_000),
  ];
  for (const maxPromptTokens of [900, 2_000, 16_000]) {
    for (const make of [optoPrimeProposer, oproProposer]) {
      const proposer = make({ maxPromptTokens, memorySize: 20 });
      for (const problem of problems) {
        const { request } = requestOf(proposer, problem);
        assertLessOrEqual(estimatePromptTokens(request), maxPromptTokens);
      }
    }
  }
});

Deno.test("a cut of feedback is told in the prompt and by a warning, and nothing is told without one", () => {
  const proposer = optoPrimeProposer({ maxPromptTokens: 4_000 });
  const { text, warnings } = requestOf(proposer, wordy(2, 5_000));
  assert(
    /0 is wrong, [\s\S]*characters cut[\s\S]*1 is wrong/.test(text),
    "both pieces have a beginning",
  );
  assertStringIncludes(text, "#History"); // the history keeps its share
  assertStringIncludes(text, "const out0 ="); // and so does the program
  assertEquals(warnings.map(({ code }) => code), ["prompt-cut", "prompt-cut"]);
  assertStringIncludes(warnings[0]?.message ?? "", "4,000 tokens: feedback is cut");
  assertStringIncludes(warnings[0]?.advice ?? "", "--max-prompt-tokens");
  const roomy = optoPrimeProposer({ memorySize: 2 });
  assertEquals(requestOf(roomy, wordy(2, 5)).warnings, []);
});

Deno.test("so many outputs that not even their beginnings fit are counted", () => {
  const { text } = requestOf(optoPrimeProposer({ maxPromptTokens: 900 }), wordy(300, 30));
  assert(/… \d+ more left out/.test(text));
});

Deno.test("a prompt whose instructions and parameters alone are too large is refused with their sizes", () => {
  const problem = {
    ...wordy(1, 1),
    parameters: [numberState("x0", 1, { description: "word ".repeat(3_000) })],
  };
  const error = assertThrows(
    () => requestOf(optoPrimeProposer({ maxPromptTokens: 2_000 }), problem),
    UsageError,
    "Cannot fit a prompt into 2,000 tokens: received 3,",
  );
  for (const part of ["guide ", "question ", "instruction ", "variables ", "constraints 3,0"]) {
    assertStringIncludes(error.message, part);
  }
});
