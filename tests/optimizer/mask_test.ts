import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { maskedSections, maskIn, type MaskName } from "../../src/optimizer/mask.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { traceSections } from "../../src/optimizer/problem_view.ts";
import { trialHistory } from "../../src/problem/trial.ts";
import { battleship } from "./problems.ts";

function messagesOf(mask: readonly MaskName[]) {
  const request = optoPrimeProposer({ mask }).request!(battleship, { history: trialHistory() }); // it has one
  const [guide = "", question = ""] = request.messages.map(({ content }) => content);
  return { guide, question };
}

Deno.test("maskedSections() knows each section in lower case, and graph for the whole trace", () => {
  assertEquals(maskedSections(["graph"]), traceSections);
  assertEquals(maskIn("code, history"), ["code", "history"]);
  for (const name of ["Code", "", "trace"]) {
    const { message } = assertThrows(() => maskedSections([name]), UsageError);
    assertStringIncludes(
      message,
      `Cannot mask "${name}" as a section of a prompt: received none of`,
    );
    assertStringIncludes(message, "graph, instruction, code, documentation, variables");
  }
});

Deno.test("a masked section is not shown; the guide stays the same, so that a comparison differs by the problem alone", () => {
  const whole = messagesOf([]);
  const { guide, question } = messagesOf(["documentation", "inside"]);
  for (const name of ["Documentation", "Inside"]) {
    assertStringIncludes(whole.question, `\n#${name}\n`);
    assert(!question.includes(`\n#${name}`), name);
  }
  assertStringIncludes(question, "\n#Code\n");
  assertEquals(guide, whole.guide);
});

Deno.test("without the graph a prompt keeps the variables and the feedback", () => {
  const { question } = messagesOf(["graph"]);
  for (const name of traceSections) assert(!question.includes(`#${name}\n`), name);
  for (const name of ["Variables", "Feedback"]) assertStringIncludes(question, `#${name}\n`);
});
