import { assertEquals } from "@std/assert";
import { isDoubtful, Turn, wallLimitMs } from "../../src/code/sandbox/turn.ts";

/** A turn with its own clock and processor time. */
function turnOf(limitMs: number) {
  let now = 5_000;
  let ran: number | undefined = 70;
  const turn = new Turn(limitMs, { read: () => ran }, () => now);
  return {
    turn,
    /** The clock goes on, and the child runs for a part of it. */
    pass(ms: number, ranMs = ms): void {
      now += ms;
      if (ran !== undefined) ran += ranMs;
    },
    /** The system tells no processor time. */
    hide: () => void (ran = undefined),
  };
}

Deno.test("Turn is over when its child ran for the limit and the grace period is past", () => {
  const { turn, pass } = turnOf(1_000);
  pass(20);
  turn.look();
  pass(1_179);
  assertEquals(turn.isOver(), false);
  pass(1);
  assertEquals(turn.isOver(), true);
});

Deno.test("Turn goes on while its child did not run for the limit, up to ten times the limit", () => {
  const { turn, pass } = turnOf(1_000);
  pass(20);
  turn.look();
  pass(3_000, 900);
  assertEquals([turn.isOver(), turn.lostMs()], [false, 2_100]);
  pass(500, 80);
  assertEquals(turn.isOver(), true); // it ran for 20 + 900 + 80 ms

  const stopped = turnOf(1_000);
  stopped.pass(20);
  stopped.turn.look();
  stopped.pass(10_179, 0);
  assertEquals(stopped.turn.isOver(), false);
  stopped.pass(1, 0);
  assertEquals(stopped.turn.isOver(), true);
});

Deno.test("Turn goes on for at least five seconds over a short limit", () => {
  assertEquals([wallLimitMs(100), wallLimitMs(1_000)], [5_100, 10_000]);
});

Deno.test("Turn counts time before a late look as lost, because nobody saw whether the child ran", () => {
  const { turn, pass } = turnOf(1_000);
  assertEquals(turn.lostMs(), Infinity);
  pass(40);
  turn.look();
  assertEquals(turn.lostMs(), 0);

  const late = turnOf(1_000);
  late.pass(900);
  late.turn.look();
  late.pass(101);
  assertEquals(late.turn.lostMs(), 900);
});

Deno.test("Turn counts the clock alone after a tool call, and where the system tells no processor time", () => {
  const waiting = turnOf(1_000);
  const blind = turnOf(1_000);
  blind.hide();
  for (const { turn, pass } of [waiting, blind]) {
    pass(20);
    turn.look();
    if (turn === waiting.turn) turn.noteTool();
    pass(1_180, 0);
    assertEquals([turn.lostMs(), turn.isOver()], [0, true]);
  }
});

Deno.test("isDoubtful() leaves a tenth of the limit and ten milliseconds for the measure", () => {
  assertEquals([isDoubtful(110, 1_000), isDoubtful(111, 1_000)], [false, true]);
  assertEquals([isDoubtful(10, 0), isDoubtful(Infinity, 1_000)], [false, true]);
});
