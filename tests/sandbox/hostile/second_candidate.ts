/**
 * A second candidate: it counts its calls, and describes its realm.
 *
 * @module
 */
import type { LoadedUnit } from "../../../src/code/sandbox/loaded_unit.ts";
import type { Sandbox } from "../../../src/code/sandbox/open_sandbox.ts";
import { describeIntrinsics } from "./intrinsics.ts";

const source = `
let calls = 0;
${describeIntrinsics}
export function look() { return [++calls, describeIntrinsics() + Math.random() + Date.now()]; }
`;

/** Describes a sandbox from the inside, before and after an attack. */
export class SecondCandidate {
  readonly #sandbox: Sandbox;
  readonly #old: LoadedUnit;
  readonly #before: string;
  #pid: number | undefined;
  #calls = 1;

  private constructor(sandbox: Sandbox, old: LoadedUnit, before: string) {
    this.#sandbox = sandbox;
    this.#old = old;
    this.#before = before;
    this.#pid = sandbox.pid;
  }

  /** @param sandbox the one that will be attacked */
  static async open(sandbox: Sandbox): Promise<SecondCandidate> {
    const old = await load(sandbox);
    const [, before] = await look(old);
    return new SecondCandidate(sandbox, old, before);
  }

  /** What it noticed, in words. */
  async noticed(): Promise<string[]> {
    const noticed: string[] = [];
    const [calls, seen] = await look(this.#old);
    // A process that died was replaced, and its programs began anew.
    const expected = this.#sandbox.pid === this.#pid ? this.#calls + 1 : 1;
    if (calls !== expected) noticed.push(`its state was ${calls} instead of ${expected}`);
    this.#calls = calls;
    this.#pid = this.#sandbox.pid;
    if (seen !== this.#before) noticed.push("its realm was changed");
    const [, fresh] = await look(await load(this.#sandbox));
    if (fresh !== this.#before) noticed.push("a fresh realm was changed");
    return noticed;
  }
}

async function load(sandbox: Sandbox): Promise<LoadedUnit> {
  const loaded = await sandbox.load({ source });
  if (loaded.kind !== "loaded") {
    throw new Error(`Cannot load the second candidate: ${Deno.inspect(loaded)}`);
  }
  return loaded.unit;
}

async function look(unit: LoadedUnit): Promise<[number, string]> {
  const result = await unit.call("look", [], { timeoutMs: 2_000 });
  if (result.kind !== "value") {
    throw new Error(`Cannot call the second candidate: ${Deno.inspect(result)}`);
  }
  return result.value as [number, string]; // see its source
}
