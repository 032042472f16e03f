/**
 * A module's URL for people.
 *
 * @module
 */

/** The path of a module on the local disk, else its URL. */
export function modulePath(url: string): string {
  if (!url.startsWith("file:")) return url;
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return url; // a path that is not UTF-8
  }
}
