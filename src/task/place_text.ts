/**
 * The place where an error was thrown, as text.
 *
 * @module
 */
import { userFrames } from "../trace/failure/stack_frames.ts";
import { modulePath } from "../trace/module_path.ts";

/** ` at FILE:LINE` of the author's innermost frame; empty when unknown. */
export function placeText(error: unknown): string {
  const [frame] = userFrames(error);
  return frame === undefined ? "" : ` at ${modulePath(frame.url)}:${frame.line}`;
}
