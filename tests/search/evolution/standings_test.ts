import { assertEquals } from "@std/assert";
import type { Trial } from "../../../src/problem/trial.ts";
import { standingsOf } from "../../../src/search/evolution/standings.ts";

function trial(x: unknown, scores: Trial["scores"], isAccepted = false): Trial {
  const known = Object.values(scores);
  const score = known.includes(null)
    ? null
    : known.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { step: 1, values: { x }, score, scores, feedback: "", isAccepted };
}

const ranking = (history: readonly Trial[]) =>
  standingsOf(history).ranked.map(({ values }) => values.x);

Deno.test("standingsOf() ranks by score, and leaves out candidates that failed", () => {
  const history = [trial(1, { a: 0 }, true), trial(2, { a: null }), trial(3, { a: 2 })];
  assertEquals(ranking(history), [3, 1]);
  assertEquals(standingsOf(history).tried.size, 3);
});

Deno.test("standingsOf() compares fairly when candidates met examples of different difficulty", () => {
  const history = [
    trial("steady", { easy: 10, hard: 1 }, true),
    trial("lucky", { easy: 9 }), // a higher mean than the first, but only because it met the easy one alone
    trial("strong", { easy: 11, hard: 2 }),
  ];
  assertEquals(ranking(history), ["strong", "steady", "lucky"]);
});

Deno.test("standingsOf() trusts many examples more than few", () => {
  const history = [
    trial("base", { a: 0, b: 0, c: 0, d: 0 }, true),
    trial("once", { a: 1 }),
    trial("often", { a: 1, b: 1, c: 1, d: 1 }),
  ];
  assertEquals(ranking(history), ["often", "once", "base"]);
});

Deno.test("standingsOf() keeps the shortest when several did the same", () => {
  const history = [
    trial("return a + 0;", { a: 1, b: 2 }, true),
    trial("return a;", { a: 1, b: 2 }),
    trial("return b;", { a: 0, b: 0 }),
  ];
  assertEquals(ranking(history), ["return a;", "return b;"]);
});

Deno.test("standingsOf() ranks anew when a trial in the middle was replaced", () => {
  const history = [trial(1, { a: 0 }, true), trial(2, { a: 1 }), trial(3, { a: 2 })];
  assertEquals(ranking(history), [3, 2, 1]);
  history[1] = trial(2, { a: 1, b: 90 });
  history[0] = trial(1, { a: 0, b: 0 }, true);
  assertEquals(ranking(history), [2, 3, 1]);
});

Deno.test("standingsOf() ranks scores beyond any sum, and leaves out those that are no numbers", () => {
  const most = Number.MAX_VALUE;
  const history = [
    { ...trial("base", { a: most, b: most, c: -most }, true), score: 1 },
    { ...trial("twin", { a: most, b: most, c: -most / 2 }, true), score: 1 },
    { ...trial("low", { a: -most, b: -most, c: -most }), score: 1 },
    { ...trial("good", { a: most, b: most, c: most }), score: 1 },
    { ...trial("none", { a: NaN }), score: NaN },
    { ...trial("endless", { a: Infinity }), score: Infinity },
  ];
  assertEquals(ranking(history), ["good", "twin", "base", "low"]);
  for (const { rating } of standingsOf(history).ranked) assertEquals(Number.isFinite(rating), true);
});

Deno.test("standingsOf() keeps equals apart where it is asked to, the newest first, and few of them", () => {
  const history = [
    trial(1, { a: 0 }, true),
    ...Array.from({ length: 30 }, (_, place) => trial(2 + place, { a: 0 })),
    trial("better", { a: 1 }),
  ];
  assertEquals(ranking(history), ["better", 1]);
  const { ranked, tried } = standingsOf(history, { keepsEquals: true });
  assertEquals(ranked.map(({ values }) => values.x).slice(0, 4), ["better", 31, 30, 29]);
  assertEquals([ranked.length, tried.size], [13, 32]);
});
