/**
 * Makes the stack of an error plain text that is the same on every machine.
 *
 * When `Error.prepareStackTrace` is a function, Deno calls it with frames whose methods belong to the kernel's
 * realm, and the `constructor` of such a method makes functions there from text (compare denoland/deno#30351). This
 * module occupies the property permanently with a function that shows the frames of units and libraries and exposes
 * no frame.
 *
 * @module
 */
import { defineProperty, ErrorConstructor, slice, toText, uncurry } from "./primordials.ts";

/** A frame from V8; an object of the kernel's realm. */
interface Frame {
  getFileName(): unknown;
}

const headline = uncurry(Error.prototype.toString) as (error: unknown) => string;

/** Replaces `Error.prepareStackTrace`; runs before any candidate code. */
export function sealStackTraces(): void {
  defineProperty(ErrorConstructor, "prepareStackTrace", {
    get: () => stackOf,
    set: () => {}, // code that assigns it must not fail
    configurable: false,
  });
  // Deno reads the property from the global of this name, so the global must not be replaced.
  defineProperty(globalThis, "Error", { writable: false, configurable: false });
}

/** Catches everything: an error on a full stack would be one of the kernel's realm. */
function stackOf(error: unknown, frames: ArrayLike<Frame>): string {
  let text = "";
  try {
    text = headline(error);
    for (let index = 0; index < frames.length; index++) {
      const frame = frames[index] as Frame; // below their length
      if (isOwn(frame.getFileName())) text += `\n    at ${toText(frame)}`;
    }
  } catch { /* the text ends here */ }
  return text;
}

function isOwn(file: unknown): boolean {
  return typeof file === "string" && slice(file, 0, 4) === "opto" && file !== "opto:realm" &&
    file !== "opto:trigger";
}
