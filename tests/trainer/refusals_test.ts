import { assertEquals } from "@std/assert";
import type { EventOf } from "../../src/trainer/event.ts";
import { refusedIn } from "../../src/problem/refused.ts";
import { Refusals } from "../../src/trainer/refusals.ts";

type Proposed = EventOf<"proposed">;

const attempt = (more: Partial<Proposed>): Proposed => ({
  type: "proposed",
  step: 1,
  proposal: 0,
  attempt: 0,
  outcome: "suggestion",
  rejections: [],
  ...more,
});

const refusing = (parameter: string, more: Partial<Proposed> = {}) =>
  attempt({ rejections: [{ parameter, value: 7, reason: "too big" }], ...more });

Deno.test("Refusals has each distinct reason once, with its number and its latest step", () => {
  const refusals = new Refusals();
  refusals.add(refusing("a"));
  refusals.add(refusing("b", { attempt: 1 }));
  refusals.settle();
  refusals.add(refusing("a", { step: 3 }));
  refusals.add(attempt({ step: 3, proposal: 1 }));
  refusals.settle();
  assertEquals(refusals.latest(9), [
    { parameter: "b", reason: "7: too big", step: 1, count: 1 },
    { parameter: "a", reason: "7: too big", step: 3, count: 2 },
  ]);
  assertEquals(refusals.latest(1).map(({ parameter }) => parameter), ["a"]);
});

Deno.test("Refusals of a step are seen after it, in the order of the proposals, whatever their timing", () => {
  const refusals = new Refusals();
  for (const proposal of [2, 0, 1]) refusals.add(refusing(`p${proposal}`, { proposal }));
  assertEquals(refusals.latest(9), []);
  refusals.settle();
  assertEquals(refusals.latest(9).map(({ parameter }) => parameter), ["p0", "p1", "p2"]);
});

Deno.test("Refusals keeps the latest hundred reasons", () => {
  const refusals = new Refusals();
  for (let step = 0; step < 150; step++) refusals.add(refusing(`p${step}`, { step }));
  refusals.settle();
  assertEquals([refusals.latest(999).length, refusals.latest(999)[0]?.parameter], [100, "p50"]);
});

Deno.test("refusedIn() says why: the line of code, the value, or the fault of the answer", () => {
  const lineText = `  return ${"a".repeat(200)};`;
  const diagnostics = [{ stage: "syntax", message: "no", line: 2, column: 1, lineText } as const];
  const rejections = [{ parameter: "f", value: "code", reason: "line 2: no", diagnostics }];
  const [first] = refusedIn(attempt({ rejections }));
  assertEquals(first, {
    parameter: "f",
    reason: `line 2: no in \`return ${"a".repeat(72)}…\``,
  });
  assertEquals(refusedIn(attempt({ outcome: "unusable", reason: "no JSON" })), [
    { reason: "the answer cannot be used: no JSON" },
  ]);
});
