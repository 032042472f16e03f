/**
 * The place where an error was thrown, as text.
 *
 * @module
 */
import { authorPlace } from "../trace/failure/stack_frames.ts";
import { modulePath } from "../trace/module_path.ts";

/** ` at FILE:LINE` of the author's innermost frame; empty when unknown. */
export function placeText(error: unknown): string {
  const place = authorPlace(error);
  return place === undefined ? "" : ` at ${modulePath(place.file)}:${place.line}`;
}
