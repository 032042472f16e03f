/**
 * The units of one realm: loads, links and finds them.
 *
 * @module
 */
import type { CallCounters, Lease } from "./call_counter.ts";
import type { Callee } from "./callee.ts";
import { describeFailure, describeThrown } from "./describe_thrown.ts";
import type { PendingMessages } from "./pending_messages.ts";
import { apply, defineProperty, emptyRecord, hasOwn, quote, slice } from "./primordials.ts";
import type { Recorder } from "./recorder.ts";
import { cannot } from "./revived_error.ts";
import type { ValueLimits } from "./value/limits.ts";
import { createStatementProbe, type StatementProbe } from "./statement_probe.ts";

/** The body of a unit or library. */
export type Body = (...parameters: unknown[]) => unknown;

/** Makes the value under one name of a unit's injected record, for the calls of one lease. */
type MakeUse = (lease: Lease) => unknown;

/** One entry of the record that is injected into a unit. */
type Link =
  /** Made anew when the unit is loaded. */
  | { readonly kind: "value"; readonly name: string; readonly make: MakeUse; value: unknown }
  /** Made anew for each argument list. */
  | { readonly kind: "tool"; readonly name: string; readonly tool: string };

interface LoadedUnit {
  readonly id: string;
  readonly entry: string;
  readonly body: Body;
  readonly libraries: Record<string, Body>;
  probe: StatementProbe;
  /** By index; an array's setters may be patched. */
  readonly links: Record<number, Link>;
  linkCount: number;
  hasTools: boolean;
  exports: Record<string, unknown>;
  uses: object | undefined;
}

/** The parts of a realm that its units use. */
export interface UnitSurroundings {
  readonly counters: CallCounters;
  readonly pending: PendingMessages;
  /** Limits of a tool's arguments. */
  readonly limits: ValueLimits;
}

/** All units of one realm. */
export class RealmUnits {
  readonly #counters: CallCounters;
  readonly #pending: PendingMessages;
  readonly #limits: ValueLimits;
  readonly #byId = emptyRecord<LoadedUnit>();
  /** The same units in load order. */
  readonly #inOrder = emptyRecord<LoadedUnit>();
  #count = 0;
  /** Of the functions injected when the units were loaded. */
  #lease: Lease = { isOver: false };
  /** Of the tools injected for the current argument list. */
  #toolLease: Lease = { isOver: false };

  /** @param surroundings the other parts of the realm */
  constructor({ counters, pending, limits }: UnitSurroundings) {
    this.#counters = counters;
    this.#pending = pending;
    this.#limits = limits;
  }

  /** Adds a unit; runs no code yet. */
  add(id: string, entry: string, body: Body): void {
    this.#inOrder[this.#count++] = this.#byId[id] = {
      id,
      entry,
      body,
      libraries: emptyRecord(),
      probe: createStatementProbe(id),
      links: emptyRecord(),
      linkCount: 0,
      hasTools: false,
      exports: emptyRecord(),
      uses: undefined,
    };
  }

  /** Adds a library that a unit may import. */
  addLibrary(unit: string, specifier: string, body: Body): void {
    this.#unit(unit).libraries[specifier] = body;
  }

  /** Injects data or a function into a unit. */
  useValue(id: string, name: string, make: MakeUse): void {
    this.#link(this.#unit(id), { kind: "value", name, make, value: undefined });
  }

  /** Injects a host tool into a unit. */
  useTool(id: string, name: string, tool: string): void {
    const unit = this.#unit(id);
    unit.hasTools = true;
    this.#link(unit, { kind: "tool", name, tool });
  }

  /** Ends the use of everything that was injected. */
  end(): void {
    this.#lease.isOver = this.#toolLease.isOver = true;
  }

  /** Makes what is injected, and runs the top level of all units. @returns JSON of a `LoadReply` */
  load(): string {
    this.#lease = { isOver: false };
    for (let index = 0; index < this.#count; index++) {
      this.#inject(this.#inOrder[index] as LoadedUnit); // below their count
    }
    for (let index = 0; index < this.#count; index++) {
      const unit = this.#inOrder[index] as LoadedUnit; // below their count
      unit.probe = createStatementProbe(unit.id);
      try {
        // Not called as a method: `this` would be the unit.
        const exports = apply(unit.body, undefined, [importerOf(unit), unit.probe.probe]);
        unit.exports = exports as Record<string, unknown>; // the compiler wrote the return statement
      } catch (thrown) {
        return `{"kind":"thrown","error":${this.failureOf(thrown)}}`;
      }
      if (unit.entry !== "" && functionOf(unit, unit.entry) === undefined) {
        const message = `Cannot find a function named ${quote(unit.entry)}`;
        return `{"kind":"thrown","error":${describeFailure("ReferenceError", message)}}`;
      }
    }
    return `{"kind":"loaded"}`;
  }

  /** The function of a unit. */
  entryOf(id: string): Callee {
    return this.calleeOf(id, this.#unit(id).entry);
  }

  /** A function of a unit; units are linked before they are loaded, so it is found at the first call. */
  calleeOf(id: string, name: string): Callee {
    const unit = this.#unit(id);
    const run = functionOf(unit, name);
    if (run === undefined) throw cannot(`find a function named ${quote(name)}`);
    return {
      run,
      get uses() {
        return unit.uses;
      },
    };
  }

  /** Starts another argument list, with new tools. */
  begin(): void {
    this.#toolLease.isOver = true;
    this.#toolLease = { isOver: false };
    for (let index = 0; index < this.#count; index++) {
      const unit = this.#inOrder[index] as LoadedUnit; // below their count
      if (unit.hasTools) unit.uses = this.#injected(unit);
    }
  }

  /** Moves the statements of all units to the recorder, the entry's first: a limit cuts those of the units it uses. */
  flush(recorder: Recorder): void {
    for (let index = this.#count - 1; index >= 0; index--) {
      this.#inOrder[index]?.probe.flush(recorder);
    }
  }

  /** JSON of an error, with the locals of the failing function if statements are traced. */
  failureOf(thrown: unknown): string {
    const text = describeThrown(thrown);
    for (let index = 0; index < this.#count; index++) {
      const locals = this.#inOrder[index]?.probe.localsOf(thrown);
      if (locals !== undefined) return `${slice(text, 0, -1)},"locals":${locals}}`;
    }
    return text;
  }

  #unit(id: string): LoadedUnit {
    const unit = this.#byId[id];
    if (unit === undefined) throw cannot(`find unit ${quote(id)} in this realm`);
    return unit;
  }

  #link(unit: LoadedUnit, link: Link): void {
    unit.links[unit.linkCount++] = link;
  }

  /** Makes the values of a unit's record. */
  #inject(unit: LoadedUnit): void {
    for (let index = 0; index < unit.linkCount; index++) {
      const link = unit.links[index] as Link; // below their count
      if (link.kind === "value") link.value = link.make(this.#lease);
    }
    if (unit.linkCount > 0) unit.uses = this.#injected(unit);
  }

  /** The record injected into a unit. */
  #injected(unit: LoadedUnit): object {
    const uses = {};
    for (let index = 0; index < unit.linkCount; index++) {
      const link = unit.links[index] as Link; // below their count
      // Without a prototype: a patched one would be read as part of the descriptor.
      const descriptor = emptyRecord<unknown>();
      descriptor.value = link.kind === "tool" ? this.#tool(link.tool) : link.value;
      descriptor.writable = descriptor.configurable = descriptor.enumerable = true;
      defineProperty(uses, link.name, descriptor);
    }
    return uses;
  }

  /** A tool for the current argument list only. */
  #tool(name: string): Body {
    return this.#counters.tool(name, {
      limits: this.#limits,
      lease: this.#toolLease,
      ask: (args) => this.#pending.ask(name, args),
    });
  }
}

/** Imports libraries; each is evaluated once per unit, at the first import. */
function importerOf(unit: LoadedUnit): (specifier: string) => unknown {
  const loaded = emptyRecord<unknown>();
  return (specifier) => {
    if (hasOwn(loaded, specifier)) return loaded[specifier];
    const body = unit.libraries[specifier];
    if (body === undefined) {
      throw cannot(`import ${quote(specifier)}: it is not among the libraries`);
    }
    return loaded[specifier] = body();
  };
}

function functionOf(unit: LoadedUnit, name: string): Body | undefined {
  if (!hasOwn(unit.exports, name)) return undefined;
  const value = unit.exports[name];
  return typeof value === "function" ? value as Body : undefined;
}
