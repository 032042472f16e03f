import { assertEquals } from "@std/assert";
import type { Trial } from "../../src/problem/trial.ts";
import { standingsOf } from "../../src/search/evolution/standings.ts";

/** A trial of a text with scores by example. */
const trial = (
  text: string,
  scores: Readonly<Record<string, number | null>>,
  isAccepted = false,
): Trial => ({ step: 1, values: { text }, score: 0, scores, feedback: "", isAccepted });

const ranked = (...trials: readonly Trial[]) =>
  standingsOf(trials).ranked.map(({ values }) => values.text);

Deno.test("standingsOf() keeps the shortest of candidates that score alike on every example", () => {
  const alike = ["longer", "short", "longest"].map((text) => trial(text, { a: 1, b: 2 }));
  assertEquals(ranked(...alike), ["short"]);
  assertEquals(ranked(...alike.toReversed()), ["short"]);
  assertEquals(ranked(trial("one", { a: 1, b: 2 }), trial("two", { a: 2, b: 1 })).length, 2);
});

Deno.test("standingsOf() ranks by the lead over accepted candidates on the examples met", () => {
  const trials = [
    trial("usual", { a: 10, b: 0 }, true),
    trial("ahead", { b: 2 }),
    trial("behind", { a: 9 }),
  ];
  assertEquals(ranked(...trials), ["ahead", "usual", "behind"]);
});

Deno.test("standingsOf() counts failed candidates as tried, without a rank", () => {
  const failed = { ...trial("failed", {}), score: null };
  const { ranked, tried } = standingsOf([failed, trial("fine", { a: 1 })]);
  assertEquals([ranked.map(({ values }) => values.text), tried.size], [["fine"], 2]);
});
