/**
 * Every attack of the hostile suite at every place of a stranger's task, and as a candidate of one.
 *
 * @module
 */
import { runAttackSuite } from "../../tests/untrusted/hostile/run_attack_suite.ts";
import type { Figures } from "./figures.ts";

/** Sends them all, once. */
export async function taskAttacks(): Promise<Figures> {
  const results = await runAttackSuite("all");
  const ends = Object.groupBy(results, ({ place, kind }) => `${place}, ${kind}`);
  return {
    rows: Object.entries(ends).map(([end, some = []]) => [end, String(some.length)] as const),
    faults: results.flatMap(({ place, name, wrong }) =>
      wrong.map((fault) => `${place}: ${name}: ${fault}`)
    ),
  };
}
