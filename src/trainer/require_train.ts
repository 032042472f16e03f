/**
 * Keeps examples that are held out from comparisons and proposals.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { exampleId } from "./evaluations.ts";
import type { ExampleRef } from "./evaluator.ts";

/**
 * Proposers read the reports of what they improve, and the history of all comparisons.
 *
 * @throws {UsageError} for examples that are held out
 */
export function requireTrain(action: string, examples: readonly ExampleRef[]): void {
  const heldOut = examples.find(({ split }) => split !== "train");
  if (heldOut === undefined) return;
  throw new UsageError(
    `Cannot ${action} "${
      exampleId(heldOut)
    }" as an example of a step: received the split ${heldOut.split}`,
    { advice: "Use train examples; offer() compares on the validation split." },
  );
}
