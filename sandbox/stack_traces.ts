/**
 * Makes the stack of an error a plain text that is the same on every machine.
 *
 * Where `Error.prepareStackTrace` is a function, Deno calls it with frames whose methods belong to the kernel's realm,
 * and the `constructor` of such a method makes functions there out of text (denoland/deno#30351 is a relative of it).
 * So that place is taken for good, by a function that shows the frames of units and libraries and lets no frame out.
 *
 * @module
 */
import { defineProperty, ErrorConstructor, slice, toText, uncurry } from "./primordials.ts";

/** V8's view of one frame; an object of the kernel's realm. */
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
  // Deno looks the property up on the global of this name, so another one must not take its place.
  defineProperty(globalThis, "Error", { writable: false, configurable: false });
}

/** Catches everything, for an error at a full stack would be one of the kernel's realm. */
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
