import { assertEquals, assertGreater, assertLessOrEqual } from "@std/assert";
import { estimateTokens } from "../../src/model/tokens.ts";
import type { FeedbackGraph } from "../../src/propagate/feedback.ts";
import { fittingProgram } from "../../src/render/fitting_program.ts";
import { programSectionNames } from "../../src/render/graph_texts.ts";
import { PieceWriter, sectionsCost, sectionsText } from "../../src/render/pieces.ts";
import { battleship, graphOf, type NodeSketch, runs } from "../optimizer/problems.ts";
import { sectionOf, titlesOf } from "./sections.ts";

function fit(feedback: FeedbackGraph, maxCost: number) {
  const writer = new PieceWriter(estimateTokens);
  const sections = fittingProgram(feedback, { maxCost, writer, names: programSectionNames });
  return { cost: sectionsCost(sections), text: sectionsText(sections) };
}

Deno.test("fittingProgram() costs exactly the tokens of its text, and at most its maxCost", () => {
  for (const { feedback } of [battleship, runs(1, 200), runs(20, 10), runs(3, 100)]) {
    for (const maxCost of [0, 5, 40, 300, 2_000, 8_000, 100_000]) {
      const { cost, text } = fit(feedback, maxCost);
      assertEquals(cost, text === "" ? 0 : estimateTokens(`\n\n${text}`));
      assertLessOrEqual(cost, maxCost);
    }
  }
});

Deno.test("fittingProgram() shows all that fits to the last token, and keeps a share for the inside of steps", () => {
  const whole = fit(battleship.feedback, 16_000);
  assertEquals(fit(battleship.feedback, whole.cost), whole);
  for (const maxCost of [whole.cost - 1, whole.cost - 30]) {
    const { text } = fit(battleship.feedback, maxCost);
    assertEquals([text.includes("…"), titlesOf(text).includes("Inside")], [true, true]);
  }
});

/** Steps in a row, each with a value of some length and an inside. */
function chain(count: number, length: number): FeedbackGraph {
  const sketches: Record<string, NodeSketch> = { x0: { kind: "parameter", value: 1 } };
  for (let i = 0; i < count; i++) {
    sketches[`f${i}`] = {
      value: `${"v".repeat(length)}${i}`,
      by: [`f${i}`, ""],
      of: { x: i === 0 ? "x0" : `f${i - 1}` },
      more: {
        statements: [
          { unit: `f${i}`, line: 1, kind: "assign", label: "a", value: "1 ".repeat(200), count: 1 },
        ],
      },
    };
  }
  return { graph: graphOf(sketches), outputs: [{ node: count, feedback: {} }] };
}

Deno.test("fittingProgram() cuts values to 2,000 characters, or to 500 when there is less room", () => {
  const steps = chain(3, 4_000);
  const lengths = (maxCost: number) =>
    [...fit(steps, maxCost).text.matchAll(/"(v+)" … .* … "(v+)\d";/g)]
      .map(([, head = "", tail = ""]) => head.length + tail.length + 1);
  const whole = fit(steps, 100_000);
  const enough = whole.cost - estimateTokens(`\n\n#Inside\n${sectionOf(whole.text, "Inside")}`);
  assertEquals(lengths(enough), [1998, 1998, 1998]);
  assertEquals(lengths(enough - 1), [498, 498, 498]);
});

Deno.test("fittingProgram() spends at most 1,000 on the inside of steps", () => {
  const inside = sectionOf(fit(chain(40, 1), 100_000).text, "Inside");
  const cost = estimateTokens(`\n\n#Inside\n${inside}`);
  assertLessOrEqual(cost, 1_000);
  assertGreater(cost, 700);
});
