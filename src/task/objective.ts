/**
 * Writes the objective of a task for a model.
 *
 * @module
 */
import type { FieldDescription, Task } from "./task.ts";

/** The objective, then a line for each described field of an example's input: `wind: at the mast, in m/s`. */
export function objectiveOf({ objective, description, fields = {} }: Task): string {
  const lines = Object.entries(fields).map(([name, field]) => `${name}: ${fieldText(field)}`);
  return [
    objective ?? description ?? "",
    ...(lines.length === 0 ? [] : ["The fields of an input:", ...lines]),
  ].filter((line) => line !== "").join("\n");
}

function fieldText({ description, unit }: FieldDescription): string {
  return [
    ...(description === undefined ? [] : [description]),
    ...(unit === undefined ? [] : [`in ${unit}`]),
  ].join(", ");
}
