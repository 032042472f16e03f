/**
 * A module's URL for people.
 *
 * @module
 */

import { givenRoot } from "./given_modules.ts";

/** The path of a module on the local disk, or of one that came as text; else its URL. */
export function modulePath(url: string): string {
  if (url.startsWith(givenRoot)) return url.slice(givenRoot.length);
  if (!url.startsWith("file:")) return url;
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return url; // a path that is not UTF-8
  }
}
