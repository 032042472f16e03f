/**
 * Reads host modules synchronously, to show failing lines, if reading is permitted.
 *
 * @module
 */

import { givenText } from "../trace/given_modules.ts";

/** The text of a module on the local disk, or of one that came as text; undefined for others and without permission. */
export function readHostModule(url: string): string | undefined {
  const given = givenText(url);
  if (given !== undefined) return given;
  if (!url.startsWith("file:")) return undefined;
  const path = new URL(url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  return Deno.readTextFileSync(path);
}
