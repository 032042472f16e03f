/**
 * The database over which this process spreads its evaluations, or from which it takes some.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Spread } from "../../run/evaluation_settings.ts";
import type { PlannedSource } from "../../spread/evaluation_plan.ts";
import { spreadConcurrency, spreadOver } from "../../spread/spread_over.ts";

/**
 * The spread over the database of the environment, and how many evaluations a run asks for at the same time.
 *
 * @param source of a stranger's task
 */
export function spreadHere(
  source: PlannedSource | undefined,
): Spread & { readonly concurrency: number } {
  const onNote = (note: string) => console.warn(note);
  return {
    ...spreadOver({ database: databaseHere(), source, onNote }),
    concurrency: spreadConcurrency,
  };
}

/** The URL of the database; it comes by the environment, for its password. @throws {UsageError} without one */
export function databaseHere(): string {
  const url = Deno.env.get("OPTO_DATABASE");
  Deno.env.delete("OPTO_DATABASE"); // no process that the task starts finds the password there
  if (url) return url;
  throw new UsageError("Cannot spread evaluations: OPTO_DATABASE holds no database", {
    advice: "Give --database URL.",
  });
}
