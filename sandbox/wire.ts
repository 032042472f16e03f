/**
 * The messages between host and kernel: comlink's envelope and the content of each.
 *
 * @module
 */
import type { RawError } from "./protocol.ts";
import type { RecorderLimits } from "./call_record.ts";

/** Says which messages a kernel understands; changes with them. */
export const wireVersion = 2;

/** A call of one kernel function, as comlink's `wrap` sends it. */
export interface ApplyMessage {
  readonly id: string;
  readonly type: "APPLY";
  readonly path: readonly string[];
  readonly argumentList: readonly { readonly type: "RAW"; readonly value: unknown }[];
}

/** Settings of a realm. */
export interface RealmSettings extends RecorderLimits {
  /** Characters of one result's text. */
  readonly maxOutputChars: number;
  readonly maxDepth: number;
  /** `stopped`: the same time for ever. `real`: the machine's. */
  readonly clock: "stopped" | "real";
}

/** The value of one name of a unit's first parameter. */
export type WireUse =
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "tool"; readonly tool: string }
  | { readonly kind: "data"; readonly text: string };

/** A compiled unit. */
export interface WireUnit {
  readonly id: string;
  /** Units with the same realm share globals. */
  readonly realm: string;
  /** The function that other units call; empty for a module whose exports are called by name. */
  readonly entry: string;
  /** The body of a function of `require` and `__opto` that returns the exports. */
  readonly code: string;
  readonly uses: readonly (readonly [name: string, use: WireUse])[];
  /** Libraries it may import: specifier → body of a function that returns the exports. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** Loads a program under a name. */
export interface LoadRequest {
  readonly program: string;
  readonly units: readonly WireUnit[];
  /** Id of the unit the host calls. */
  readonly entry: string;
  readonly settings: RealmSettings;
  /** Whether each call has a timer in the kernel, as for a program that once had to be killed. */
  readonly isWatched: boolean;
  /** Whether each argument list gets realms of its own. */
  readonly isFreshEachCall: boolean;
  /** For the top level of all units together. */
  readonly limitMs: number;
}

/** The result of loading. */
export type LoadReply =
  | { readonly kind: "loaded" }
  | { readonly kind: "thrown"; readonly error: RawError }
  | { readonly kind: "timeout" };

/** Calls one function of a loaded program with one or many argument lists. */
export interface CallRequest {
  readonly program: string;
  readonly name: string;
  /** Text of an array of argument arrays. */
  readonly argsList: string;
  readonly count: number;
  readonly seed: number;
  /** For one argument list. */
  readonly itemLimitMs: number;
  /** For the whole request. */
  readonly limitMs: number;
}

/** The kernel's functions, as the host sees them through comlink. */
export interface Kernel {
  load(request: LoadRequest): LoadReply;
  unload(program: string): null;
  /** @returns JSON text of an array of outcomes, in order */
  call(request: CallRequest): string;
}

/** The first frame to the child, read by its main thread. */
export interface BootProcess {
  /** The module that becomes the worker. */
  readonly worker: string;
  /** Resident memory beyond which the process ends itself. */
  readonly maxRssBytes: number;
}

/** The second frame, read by the worker. */
export interface BootKernel {
  /** An expression that completes to the exports of `realm.ts`. */
  readonly realm: string;
}

/** The first frame of a kernel. */
export interface ReadyMessage {
  readonly type: "ready";
  readonly version: number;
}

/** Candidate code asks for a host tool; answered by an {@linkcode AnswerMessage}. */
export interface ToolMessage {
  readonly type: "tool";
  readonly id: number;
  /** Place of the argument list that calls it; it never falls within a request. */
  readonly item: number;
  readonly tool: string;
  /** Text of the array of arguments. */
  readonly args: string;
}

/** A tool's answer: text of the value, or of `{ name, message, stack }`. */
export interface AnswerMessage {
  readonly type: "answer";
  readonly id: number;
  readonly isError: boolean;
  readonly text: string;
}

/** Ends the call at hand as timed out when it waits for a tool. */
export interface AbortMessage {
  readonly type: "abort";
  /** Of the {@linkcode ApplyMessage}. */
  readonly id: string;
}

/** Everything the host sends. */
export type HostMessage = ApplyMessage | AnswerMessage | AbortMessage;
