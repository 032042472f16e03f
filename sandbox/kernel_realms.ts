/**
 * The realms of a loaded program and their links.
 *
 * @module
 */
import { describeThrown } from "./describe_thrown.ts";
import { KernelRealm } from "./kernel_realm.ts";
import type { FrozenContexts, RealmContexts } from "./realm_contexts.ts";
import type { LoadReply, LoadRequest, WireUnit } from "./wire.ts";

/** The error of a call when the trusted code of a realm failed. */
export const brokenRealm = {
  name: "RealmError",
  message: "Cannot continue: the code broke its realm",
  stack: "",
} as const;

/** One set of realms with the program's units. */
export class KernelRealms {
  readonly #contexts: RealmContexts;
  readonly #request: LoadRequest;
  readonly #units: ReadonlyMap<string, WireUnit>;
  readonly #byName = new Map<string, KernelRealm>();
  /** Contexts with frozen built-in objects, so that the realms can be used again after a call. */
  readonly #frozen: FrozenContexts | undefined;

  /**
   * Makes the realms and compiles the units; runs no code yet.
   *
   * @param request units and settings @param contexts of the kernel
   * @throws {SyntaxError} for code that V8 rejects in a function body
   */
  constructor(request: LoadRequest, contexts: RealmContexts, isFrozen: boolean) {
    this.#contexts = contexts;
    this.#request = request;
    this.#units = new Map(request.units.map((unit) => [unit.id, unit]));
    this.#frozen = isFrozen ? contexts.frozen(request.settings) : undefined;
    for (const unit of request.units) this.#add(unit);
    for (const unit of request.units) this.#link(unit);
    this.#join();
  }

  /** The realm of the unit that the host calls. */
  get entry(): KernelRealm {
    return this.#realmOf(this.#request.entry);
  }

  /** Whether built-in objects are frozen. */
  get isFrozen(): boolean {
    return this.#frozen !== undefined;
  }

  /** Whether the realms can be used for another call. */
  get isReusable(): boolean {
    return this.#frozen !== undefined && this.#contexts.isCurrent(this.#frozen);
  }

  /** The realms by name. */
  get byName(): ReadonlyMap<string, KernelRealm> {
    return this.#byName;
  }

  /** Runs the top level of all units, anew at each load. */
  load(limitMs: number): LoadReply {
    const end = performance.now() + limitMs;
    for (const realm of this.#byName.values()) {
      realm.control.armLoad();
      const evaluation = realm.evaluate(end - performance.now());
      if (evaluation.kind === "timeout") return { kind: "timeout" };
      if (evaluation.kind === "broken") return { kind: "thrown", error: brokenRealm };
      const reply = JSON.parse(evaluation.text) as LoadReply; // the realm's trusted code wrote it
      if (reply.kind !== "loaded") return reply;
    }
    return { kind: "loaded" };
  }

  /** Ends the last call with everything that it started. @returns false when the realms cannot be used again */
  end(limitMs: number): boolean {
    const end = performance.now() + limitMs;
    for (const { control } of this.#byName.values()) control.end();
    if (this.#byName.size > 1) { // leftover microtasks run out; those of a single realm have
      for (const realm of this.#byName.values()) {
        if (realm.evaluate(end - performance.now()).kind !== "done") return false;
      }
    }
    this.entry.control.abandon(); // drops what they recorded
    return true;
  }

  #unit(id: string): WireUnit {
    const unit = this.#units.get(id);
    if (unit === undefined) throw new ReferenceError(`Cannot find unit "${id}" in the program`);
    return unit;
  }

  #realmOf(id: string): KernelRealm {
    const name = this.#unit(id).realm;
    let realm = this.#byName.get(name);
    if (realm === undefined) {
      const { settings } = this.#request;
      const context = this.#frozen?.at(this.#byName.size) ?? this.#contexts.create(settings);
      realm = new KernelRealm(context);
      this.#byName.set(name, realm);
    }
    return realm;
  }

  #add(unit: WireUnit): void {
    const realm = this.#realmOf(unit.id);
    const body = realm.compile(unit.code, ["require"], `opto:${encodeURIComponent(unit.id)}`);
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
    for (const { control } of this.#byName.values()) {
      if (control === entry) continue;
      control.redirect(entry.recorder);
      entry.join(control.companion);
    }
  }
}

/** The reply for code that V8 rejects: the compiler accepts some, such as `import.meta`. */
export function rejectedCode(error: unknown): LoadReply {
  return { kind: "thrown", error: JSON.parse(describeThrown(error)) };
}
