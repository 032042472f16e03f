import { assertEquals } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { journaled } from "../../src/trainer/journaled_model.ts";
import { Ledger } from "../../src/trainer/ledger.ts";

const request = { messages: [{ role: "user" as const, content: "Well?" }] };

function setUp(known: readonly RunEvent[] = []) {
  let count = 0;
  const model = scriptedModel(() => `answer ${++count}`);
  const events: RunEvent[] = [];
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  const journal = new Journal(known);
  const emit = (event: RunEvent) => void events.push(event);
  const ofProposal = (proposal: number) =>
    journaled(model, { of: { step: 1, proposal, attempt: 0 }, journal, ledger, emit });
  return { model, events, ledger, ofProposal };
}

Deno.test("journaled() emits each exchange, and answers from a journal that has it", async () => {
  const first = setUp();
  const asked = first.ofProposal(0);
  const answers = [await asked.generate(request), await asked.generate(request)];
  assertEquals(first.ledger.spent().calls, 2);

  const second = setUp(first.events);
  const again = second.ofProposal(0);
  assertEquals([await again.generate(request), await again.generate(request)], answers);
  assertEquals([second.model.requests.length, second.ledger.spent().calls], [0, 0]);
  assertEquals((await again.generate(request)).text, "answer 1"); // the log has no third
  assertEquals(second.ledger.spent().calls, 1);
});
