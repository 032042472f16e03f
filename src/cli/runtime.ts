/**
 * The range of Deno versions that Opto supports.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** The oldest version that works. */
const oldestVersion = "2.9.0";

/** The version with which Opto is tested. */
const testedVersion = "2.9.6";

/** One line on the supported versions. */
export const runtimeAdvice: string =
  `Opto needs Deno ${oldestVersion} or newer and is tested with ${testedVersion}. ` +
  `Run "deno upgrade", or start it with "npx -y deno@${testedVersion}" in place of "deno".`;

/** Whether a version of Deno is new enough. @param version as in `2.9.6` */
export function isSupported(version: string): boolean {
  return version.localeCompare(oldestVersion, "en", { numeric: true }) >= 0;
}

/** @throws {UsageError} when this Deno is too old */
export function requireSupportedRuntime(version: string = Deno.version.deno): void {
  if (isSupported(version)) return;
  throw new UsageError(`Cannot run on Deno ${version}: it is too old`, { advice: runtimeAdvice });
}
