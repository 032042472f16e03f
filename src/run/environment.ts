/**
 * Versions and machine data of a run, for its report.
 *
 * @module
 */

/** Versions and machine; no data that identifies the user. */
export function environmentFacts(): Readonly<Record<string, string>> {
  const { deno, v8, typescript } = Deno.version;
  return {
    runtime: `deno ${deno}, v8 ${v8}, typescript ${typescript}`,
    machine: `${Deno.build.os} ${Deno.build.arch}, ${navigator.hardwareConcurrency} cores`,
  };
}
