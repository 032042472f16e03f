/**
 * Name and description of a loaded task, as data.
 *
 * @module
 */
import type { Task } from "../../task/task.ts";
import type { TaskDescription } from "../message.ts";

/** Name and description. */
export function descriptionOf({ name, description }: Task): TaskDescription {
  return { name, ...(description === undefined ? {} : { description }) };
}
