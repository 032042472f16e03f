import { assertEquals } from "@std/assert";
import { bestOf, type Member } from "../../../src/trainer/population/archive.ts";
import { drawByWins, winnersOf } from "../../../src/trainer/population/winners.ts";
import { archiveMember } from "../../support/archive_member.ts";

const member = (x: number, scores: readonly (number | null)[]) => archiveMember({ x }, scores);

const xs = (members: readonly Member[]) => members.map(({ candidate }) => candidate.values.x);

Deno.test("winnersOf() has the members that no other replaces, with the examples they win", () => {
  const members = [
    member(1, [1, 0, 0, 0]), // wins the first
    member(2, [0, 1, 1, 0]), // wins two
    member(3, [0, 1, 0, 0]), // its only win is one of 2's
    member(4, [0, 0, 0, 0]), // ties with the others on the last
    member(5, [0.5, 0.9, 0.9, -1]), // the best mean, and wins nothing
  ];
  const winners = winnersOf(members);
  assertEquals(new Set(xs(winners.map(({ member }) => member))), new Set([1, 2]));
  assertEquals(
    Object.fromEntries(winners.map(({ member, wins }) => [member.candidate.values.x, wins])),
    { 1: 2, 2: 3 },
  );
  assertEquals([winnersOf([]), winnersOf([member(1, [null])])], [[], []]);
});

Deno.test("drawByWins() draws a member as often as it wins", () => {
  const winners = winnersOf([member(1, [1, 0, 0, 0]), member(2, [0, 1, 1, 1])]);
  const drawn = [0, 0.2, 0.4, 0.6, 0.8, 0.999].map((draw) =>
    drawByWins(winners, draw)?.candidate.values.x
  );
  assertEquals(drawn.filter((x) => x === 2).length, 4);
  assertEquals(new Set(drawn), new Set([1, 2]));
  assertEquals(drawByWins([], 0.5), undefined);
});

Deno.test("bestOf() ranks by the lead on the examples that were met, failed members last", () => {
  const members = [member(1, [null, 5]), member(2, [1, 1]), member(3, [2, 2]), member(4, [0, 0])];
  assertEquals(xs(bestOf(members)), [3, 2, 4, 1]);
  assertEquals(xs(bestOf(members, 2)), [3, 2]);
});
