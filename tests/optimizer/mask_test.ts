import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { maskedSections, maskIn, type MaskName } from "../../src/optimizer/mask.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
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

Deno.test("a masked section is neither shown nor explained", () => {
  const whole = messagesOf([]);
  const { guide, question } = messagesOf(["documentation", "inside"]);
  for (const name of ["Documentation", "Inside"]) {
    assertStringIncludes(whole.guide, `\n#${name}: `);
    assert(!`${guide}${question}`.includes(`\n#${name}`), name);
  }
  assertStringIncludes(question, "\n#Code\n");
});

Deno.test("without the graph a prompt says that the program is not shown, and keeps the feedback", () => {
  const { guide, question } = messagesOf(["graph"]);
  const plain = oproProposer().request!(battleship, { history: trialHistory() }); // it has one
  assertEquals(guide, plain.messages[0]?.content);
  for (const name of traceSections) assert(!question.includes(`#${name}\n`), name);
  assertStringIncludes(question, "#Feedback\n");
});
