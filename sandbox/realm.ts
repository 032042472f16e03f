/**
 * The trusted code inside a realm: runs the candidate's functions and lets only text out.
 *
 * Evaluated in each new realm before the candidate. The kernel calls the functions of a {@linkcode RealmControl} to
 * arm the next step, which runs no candidate code; then it evaluates `trigger` under a time limit, which runs that
 * step. Everything that the candidate patches, throws or returns stays in the realm.
 *
 * @module
 */
import { type CallCounters, createCallCounters } from "./call_counter.ts";
import { type Crossing, importing, type Offer, offering } from "./crossing.ts";
import { removeNondeterminism, seedRandom, stopClock } from "./determinism.ts";
import { foreignRecorder } from "./foreign_recorder.ts";
import { clearLastMatch, freezeRealm } from "./freeze_realm.ts";
import { createPendingMessages, type PendingMessages } from "./pending_messages.ts";
import { defineProperty, emptyRecord, includes, parseJson } from "./primordials.ts";
import { noteProxies } from "./proxies.ts";
import { RealmCalls } from "./realm_calls.ts";
import { installConsole } from "./realm_console.ts";
import { type Body, RealmUnits } from "./realm_units.ts";
import { createRecorder, type OpenRecorder, type Recorder } from "./recorder.ts";
import { sealStackTraces } from "./stack_traces.ts";
import { decodeText } from "./value/decode.ts";
import { claimLimitsOf, type ValueLimits } from "./value/limits.ts";
import type { RealmSettings } from "./wire.ts";

/** The global function that runs the armed step; a call by the candidate does nothing. */
export const trigger = "__opto_run";

/** The kernel's interface to a realm; arguments and results are primitives or functions of a realm. */
export interface RealmControl {
  addUnit(id: string, entry: string, body: Body): void;
  addLibrary(unit: string, specifier: string, body: Body): void;
  useData(unit: string, name: string, text: string): void;
  useTool(unit: string, name: string, tool: string): void;
  /** Adds another unit of this realm. */
  useUnit(unit: string, name: string, callee: string): void;
  /** Links a unit of another realm, through functions offered by that realm; `from` is the realm's name. */
  useForeign(unit: string, name: string, callee: string, crossing: Crossing, from: string): void;
  /** Offers a unit of this realm to another. */
  offer(unit: string): Crossing;
  /** This realm's recorder, for the other realms of its program. */
  readonly recorder: Recorder;
  /** Makes this realm use the recorder of another. */
  redirect(recorder: Recorder): void;
  /** Adds another realm of the program, which starts and records together with this one. */
  join(companion: Companion): void;
  /** This realm's interface for the other realms of its program. */
  readonly companion: Companion;
  /** The next evaluation runs the top level of all units, anew at each load. */
  armLoad(): void;
  /** Ends everything that the last call started; the next evaluation lets its leftover microtasks fail. */
  end(): void;
  /**
   * The next evaluation calls with each argument list from `first` on; it stops between two of them when the time
   * slice ends.
   */
  armCalls(
    unit: string,
    name: string,
    argsList: string,
    seed: number,
    sliceMs: number,
    first: number,
    recordsCalls: boolean,
  ): void;
  /** The next evaluation continues with the argument lists. */
  armRest(): void;
  /** The next evaluation settles a promise from text of `{ key, outcome }`. */
  armDelivery(text: string): void;
  /** JSON of a list of `RealmMessage`; empty text when there is none. */
  takeMessages(): string;
  /** Whether the current argument list waits for a promise. */
  isPending(): boolean;
  /** Whether an argument list has begun and has no outcome yet. */
  isUnfinished(): boolean;
  /** Number of finished argument lists. */
  done(): number;
  /** Ends the current argument list. @returns its record, as fields of an outcome */
  abandon(): string;
  /** Outcomes since the last call, separated by commas. */
  takeOutcomes(): string;
}

/** A realm's interface for other realms of the same program. */
export interface Companion {
  /** Starts another argument list. */
  begin(seed: number, recordsCalls: boolean): void;
  /** Moves all records to the recorder. */
  flush(): void;
}

/** A prepared realm. */
export interface OpenedRealm {
  /** Makes the realm's part in another program. Only one program at a time may run. */
  openProgram(): RealmControl;
}

/** The parts of one program in a realm; each holds its own state. */
interface Parts {
  readonly limits: ValueLimits;
  readonly mark: symbol;
  readonly records: Records;
  readonly counters: CallCounters;
  readonly pending: PendingMessages;
  readonly units: RealmUnits;
  readonly group: RealmGroup;
  readonly calls: RealmCalls;
  readonly steps: Steps;
  readonly offers: Offers;
  readonly load: () => string;
  /** Makes the program the one whose code writes to the console. */
  readonly enter: () => void;
}

/**
 * Prepares the realm that evaluates it.
 *
 * @param settingsText JSON of {@linkcode RealmSettings}
 * @param mark a symbol that candidates cannot access; marks a result that waits as text
 * @param isFrozen whether built-in objects are frozen, so that the realm can be used again after a call, and by other
 * programs
 */
export function openRealm(settingsText: string, mark: symbol, isFrozen: boolean): OpenedRealm {
  const settings = parseJson(settingsText) as RealmSettings; // the kernel wrote it
  let current: Records | undefined;
  const setSeed = prepareGlobals(settings, () => current?.target);
  const steps = new Steps();
  if (isFrozen) freezeRealm();
  return {
    openProgram() {
      const records = new Records(createRecorder(settings));
      const enter = () => void (current = records);
      return openProgram(settings, { mark, records, setSeed, steps, enter });
    },
  };
}

/** What a program uses of its realm. */
type RealmParts = Pick<Parts, "mark" | "records" | "steps" | "enter"> & {
  readonly setSeed: (seed: number) => void;
};

function openProgram(settings: RealmSettings, realm: RealmParts): RealmControl {
  const { mark, records, setSeed, steps, enter } = realm;
  const limits = claimLimitsOf(settings);
  const offers = new Offers();
  const counters = createCallCounters(settings.maxCalls, () => records.target);
  const pending = createPendingMessages();
  const units = new RealmUnits({ counters, pending, limits });
  const group = new RealmGroup({
    begin(seed, recordsCalls) {
      enter();
      setSeed(seed);
      clearLastMatch();
      pending.clear();
      counters.begin(recordsCalls);
      units.begin();
    },
    flush() {
      counters.flush();
      units.flush(records.target);
    },
  });
  const calls = new RealmCalls({
    units,
    limits,
    begin: (seed, recordsCalls) => group.begin(seed, recordsCalls),
    takeRecord() {
      group.flush();
      return records.own.take();
    },
  });
  const load = () => {
    enter();
    setSeed(0);
    clearLastMatch();
    pending.clear();
    offers.renew();
    return units.load();
  };
  const parts = { limits, mark, records, counters, pending, units, group, calls, steps };
  return controlOf({ ...parts, offers, load, enter });
}

/** Replaces globals that differ between machines or reach outside the realm. @returns sets the random seed */
function prepareGlobals(
  { clock }: RealmSettings,
  recorder: () => Recorder | undefined,
): (seed: number) => void {
  const setSeed = seedRandom();
  removeNondeterminism();
  noteProxies();
  sealStackTraces();
  if (clock === "stopped") stopClock();
  installConsole(recorder);
  return setSeed;
}

function controlOf(parts: Parts): RealmControl {
  const { records, group, calls, steps, pending } = parts;
  const run = () => {
    calls.run();
    return "";
  };
  return {
    ...linkControl(parts),
    recorder: records.own,
    redirect: (recorder) => void (records.target = foreignRecorder(recorder)),
    join: (companion) => group.add(companion),
    companion: group.own,
    armLoad: () => steps.arm(parts.load),
    end: () => parts.units.end(),
    armCalls(unit, name, argsList, seed, sliceMs, first, recordsCalls) {
      const argsLists = parseJson(argsList) as unknown[]; // the host wrote it
      const hasTags = includes(argsList, '"$"');
      calls.set({ unit, name, argsLists, hasTags, seed, sliceMs, first, recordsCalls });
      steps.arm(run);
    },
    armRest: () => steps.arm(run),
    armDelivery: (text) => steps.arm(() => pending.deliver(text)),
    takeMessages: () => pending.take(),
    isPending: () => calls.isPending,
    isUnfinished: () => calls.isUnfinished,
    done: () => calls.done,
    abandon() {
      pending.clear();
      return calls.abandon();
    },
    takeOutcomes: () => calls.takeOutcomes(),
  };
}

/** The functions with which the kernel adds and links units. */
function linkControl(
  { units, counters, pending, limits, mark, offers }: Parts,
): Pick<
  RealmControl,
  "addUnit" | "addLibrary" | "useData" | "useTool" | "useUnit" | "useForeign" | "offer"
> {
  return {
    addUnit: (id, entry, body) => units.add(id, entry, body),
    addLibrary: (unit, specifier, body) => units.addLibrary(unit, specifier, body),
    useData: (unit, name, text) => units.useValue(unit, name, () => decodeText(text)),
    useTool: (unit, name, tool) => units.useTool(unit, name, tool),
    useUnit: (unit, name, callee) =>
      units.useValue(
        unit,
        name,
        (lease) => counters.unit(callee, () => units.entryOf(callee), lease),
      ),
    useForeign(unit, name, callee, crossing, from) {
      const border = { mark, limits, callee, from, pending };
      units.useValue(
        unit,
        name,
        (lease) => importing(crossing, counters.of(callee), { ...border, lease }),
      );
    },
    offer(unit) {
      const failureOf = (thrown: unknown) => units.failureOf(thrown);
      return offers.add(
        offering(() => units.entryOf(unit), { mark, limits, pending, failureOf }),
      );
    },
  };
}

/** This realm's recorder, and the recorder it writes to. */
class Records {
  readonly own: OpenRecorder;
  target: Recorder;

  constructor(own: OpenRecorder) {
    this.own = own;
    this.target = own;
  }
}

/** The units that this realm offers to others. */
class Offers {
  readonly #all = emptyRecord<Offer>();
  #count = 0;

  add(offer: Offer): Crossing {
    this.#all[this.#count++] = offer;
    return offer.crossing;
  }

  renew(): void {
    for (let index = 0; index < this.#count; index++) this.#all[index]?.renew();
  }
}

/** All realms of the program, held by the entry's realm. */
class RealmGroup {
  readonly own: Companion;
  readonly #others = emptyRecord<Companion>();
  #count = 0;

  constructor(own: Companion) {
    this.own = own;
  }

  add(companion: Companion): void {
    this.#others[this.#count++] = companion;
  }

  begin(seed: number, recordsCalls: boolean): void {
    this.own.begin(seed, recordsCalls);
    for (let index = 0; index < this.#count; index++) {
      this.#others[index]?.begin(seed, recordsCalls);
    }
  }

  flush(): void {
    for (let index = 0; index < this.#count; index++) this.#others[index]?.flush();
    this.own.flush();
  }
}

/** Runs the armed step once, when the kernel evaluates the trigger. */
class Steps {
  #armed: (() => string) | undefined;

  constructor() {
    defineProperty(globalThis, trigger, {
      value: () => {
        const step = this.#armed;
        this.#armed = undefined;
        return step === undefined ? "" : step();
      },
    });
  }

  arm(step: () => string): void {
    this.#armed = step;
  }
}
