/**
 * Reads modules of the host synchronously, to show failing lines, where reading is permitted.
 *
 * @module
 */

/** The text of a module on the local disk; undefined for others, and without permission to read. */
export function readHostModule(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const path = new URL(url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  return Deno.readTextFileSync(path);
}
