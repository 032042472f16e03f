/**
 * A loaded program: its realms and their links.
 *
 * @module
 */
import type vm from "node:vm";
import { describeThrown } from "./describe_thrown.ts";
import { KernelRealm } from "./kernel_realm.ts";
import type { LoadReply, LoadRequest, WireUnit } from "./wire.ts";

/**
 * A timer around an evaluation costs a thread, more than the rest of a small call. After this many calls in a row
 * within this time a program runs without a timer; only the host's watchdog then limits its time.
 */
const quick = { calls: 32, ms: 2 } as const;

/** The error of a call when the trusted code of a realm failed. */
export const brokenRealm = {
  name: "RealmError",
  message: "Cannot continue: the code broke its realm",
  stack: "",
} as const;

/** A program and its current realms. */
export class KernelProgram {
  readonly #script: vm.Script;
  readonly #request: LoadRequest;
  readonly #units: ReadonlyMap<string, WireUnit>;
  #realms = new Map<string, KernelRealm>();
  #entry: KernelRealm | undefined;
  #needsReload = true;
  #quickCalls = 0;

  /** @param script the bundle of `realm.ts` @param request units and settings; nothing runs yet */
  constructor(script: vm.Script, request: LoadRequest) {
    this.#script = script;
    this.#request = request;
    this.#units = new Map(request.units.map((unit) => [unit.id, unit]));
  }

  /** The realm of the unit that the host calls. */
  get entry(): KernelRealm {
    return this.#entry ??= this.#realmOf(this.#request.entry);
  }

  /** The realms by name. */
  get realms(): ReadonlyMap<string, KernelRealm> {
    return this.#realms;
  }

  /** Id of the unit that the host calls. */
  get entryUnit(): string {
    return this.#request.entry;
  }

  /** Whether the next call needs fresh realms, for example after an interrupted evaluation. */
  get needsReload(): boolean {
    return this.#needsReload;
  }

  /** Whether its calls run without a timer in the kernel. */
  get runsWithoutTimer(): boolean {
    return this.#quickCalls >= quick.calls && !this.#request.isWatched;
  }

  /** Whether each argument list runs in fresh realms. */
  get isFreshEachCall(): boolean {
    return this.#request.isFreshEachCall;
  }

  /** Counts quick calls. @param durationMs duration of one evaluation */
  noteDuration(durationMs: number): void {
    this.#quickCalls = durationMs <= quick.ms ? this.#quickCalls + 1 : 0;
  }

  /** Makes the next call use fresh realms. */
  requireReload(): void {
    this.#needsReload = true;
  }

  /** Makes fresh realms and runs the top level of all units. */
  load(limitMs: number): LoadReply {
    const end = performance.now() + limitMs;
    this.#realms = new Map();
    this.#entry = undefined;
    try {
      for (const unit of this.#request.units) this.#add(unit);
    } catch (error) { // the compiler accepts some code that V8 rejects in a function body: `import.meta`
      return { kind: "thrown", error: JSON.parse(describeThrown(error)) };
    }
    for (const unit of this.#request.units) this.#link(unit);
    this.#join();
    for (const realm of this.#realms.values()) {
      realm.control.armLoad();
      const evaluation = realm.evaluate(end - performance.now());
      if (evaluation.kind === "timeout") return { kind: "timeout" };
      if (evaluation.kind === "broken") return { kind: "thrown", error: brokenRealm };
      const reply = JSON.parse(evaluation.text) as LoadReply; // the realm's trusted code wrote it
      if (reply.kind !== "loaded") return reply;
    }
    this.#needsReload = false;
    return { kind: "loaded" };
  }

  #unit(id: string): WireUnit {
    const unit = this.#units.get(id);
    if (unit === undefined) throw new ReferenceError(`Cannot find unit "${id}" in the program`);
    return unit;
  }

  #realmOf(id: string): KernelRealm {
    const name = this.#unit(id).realm;
    let realm = this.#realms.get(name);
    if (realm === undefined) {
      realm = new KernelRealm(this.#script, this.#request.settings);
      this.#realms.set(name, realm);
    }
    return realm;
  }

  #add(unit: WireUnit): void {
    const realm = this.#realmOf(unit.id);
    const body = realm.compile(
      unit.code,
      ["require", "__opto"],
      `opto:${encodeURIComponent(unit.id)}`,
    );
    realm.control.addUnit(unit.id, unit.entry, body);
    for (const [specifier, code] of Object.entries(unit.libraries)) {
      const library = realm.compile(code, [], `opto-library:${specifier}`);
      realm.control.addLibrary(unit.id, specifier, library);
    }
  }

  #link(unit: WireUnit): void {
    const { control } = this.#realmOf(unit.id);
    for (const [name, use] of unit.uses) {
      switch (use.kind) {
        case "data":
          control.useData(unit.id, name, use.text);
          break;
        case "tool":
          control.useTool(unit.id, name, use.tool);
          break;
        case "unit": {
          const callee = this.#realmOf(use.unit).control;
          const from = this.#unit(use.unit).realm;
          if (callee === control) control.useUnit(unit.id, name, use.unit);
          else control.useForeign(unit.id, name, use.unit, callee.offer(use.unit), from);
          break;
        }
        default:
          use satisfies never;
      }
    }
  }

  /** Makes the entry's realm the one that records for all realms. */
  #join(): void {
    const entry = this.entry.control;
    for (const { control } of this.#realms.values()) {
      if (control === entry) continue;
      control.redirect(entry.recorder);
      entry.join(control.companion);
    }
  }
}
