/**
 * Reads host modules synchronously, to show failing lines, if reading is permitted.
 *
 * @module
 */

/** The text of a module on the local disk; undefined for other modules and without permission. */
export function readHostModule(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const path = new URL(url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  return Deno.readTextFileSync(path);
}
