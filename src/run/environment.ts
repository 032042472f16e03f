/**
 * On what a run ran, for whoever reads its report later.
 *
 * @module
 */

/** Versions and machine; nothing that names its user. */
export function environmentFacts(): Readonly<Record<string, string>> {
  const { deno, v8, typescript } = Deno.version;
  return {
    runtime: `deno ${deno}, v8 ${v8}, typescript ${typescript}`,
    machine: `${Deno.build.os} ${Deno.build.arch}, ${navigator.hardwareConcurrency} cores`,
  };
}
