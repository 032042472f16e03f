/**
 * Runs the attacks that are sent as tasks, and as candidates of one.
 *
 * @module
 */
import { runSuite } from "../../sandbox/hostile/run_suite.ts";
import type { TaskAttackResult } from "./attack_suite.ts";

/** Runs attacks. @param places of the attacks, with commas between them; "all" for each attack at each place */
export function runAttackSuite(places: string): Promise<readonly TaskAttackResult[]> {
  return runSuite(new URL("attack_suite.ts", import.meta.url), places);
}
