/**
 * The messages between host and kernel: comlink's envelope and the contents.
 *
 * @module
 */
import type { RawError } from "./protocol.ts";
import type { RecorderLimits } from "./call_record.ts";

/** Version of the messages; changes with them. */
export const wireVersion = 2;

/** A call of a kernel function, as sent by comlink's `wrap`. */
export interface ApplyMessage {
  readonly id: string;
  readonly type: "APPLY";
  readonly path: readonly string[];
  readonly argumentList: readonly { readonly type: "RAW"; readonly value: unknown }[];
}

/** Settings of a realm. */
export interface RealmSettings extends RecorderLimits {
  /** Maximum characters of one encoded result. */
  readonly maxOutputChars: number;
  readonly maxDepth: number;
  /** `stopped`: always the same time. `real`: the machine's time. */
  readonly clock: "stopped" | "real";
}

/** The value under one name of a unit's injected record. */
export type WireUse =
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "tool"; readonly tool: string }
  | { readonly kind: "data"; readonly text: string };

/** A compiled unit. */
export interface WireUnit {
  readonly id: string;
  /** Units with the same realm share globals. */
  readonly realm: string;
  /** The function for calls from other units; empty for a module whose exports are called by name. */
  readonly entry: string;
  /** The body of a function of `require`; its second argument is the probe; returns the exports. */
  readonly code: string;
  readonly uses: readonly (readonly [name: string, use: WireUse])[];
  /** Libraries it may import: specifier → body of a function that returns the exports. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** Loads a program under a name. */
export interface LoadRequest {
  readonly program: string;
  readonly units: readonly WireUnit[];
  /** Id of the unit that the host calls. */
  readonly entry: string;
  readonly settings: RealmSettings;
  /** Whether each call has a timer in the kernel, as for a program that was killed once. */
  readonly isWatched: boolean;
  /** Whether each argument list runs in fresh realms. */
  readonly isFreshEachCall: boolean;
  /** Time limit for the top level of all units together. */
  readonly limitMs: number;
  /** Processor time after which the host ends the child; the kernel does not read it. @default `limitMs` by the clock */
  readonly processorMs?: number;
}

/** The result of loading. */
export type LoadReply =
  | { readonly kind: "loaded" }
  | { readonly kind: "thrown"; readonly error: RawError }
  | { readonly kind: "timeout" };

/** Calls one function of a loaded program with one or several argument lists. */
export interface CallRequest {
  readonly program: string;
  readonly name: string;
  /** Encoded array of argument arrays. */
  readonly argsList: string;
  readonly count: number;
  readonly seed: number;
  /** Whether inner calls are recorded with arguments and results; all are counted. */
  readonly recordsCalls: boolean;
  /** Time limit of one argument list. */
  readonly itemLimitMs: number;
  /** Time limit of the request. */
  readonly limitMs: number;
  /** Processor time after which the host ends the child; the kernel does not read it. @default `limitMs` by the clock */
  readonly processorMs?: number;
}

/** The kernel's functions, called by the host through comlink. */
export interface Kernel {
  load(request: LoadRequest): LoadReply;
  unload(program: string): null;
  /** @returns JSON text of an array of outcomes, in order */
  call(request: CallRequest): string;
}

/** The first frame to the child, read by its main thread. */
export interface BootProcess {
  /** The source of the worker. */
  readonly worker: string;
  /** Limit of resident memory; beyond it the process exits. */
  readonly maxRssBytes: number;
}

/** The second frame, read by the worker. */
export interface BootKernel {
  /** An expression whose completion value is the exports of `realm.ts`. */
  readonly realm: string;
}

/** The first frame of a kernel. */
export interface ReadyMessage {
  readonly type: "ready";
  readonly version: number;
}

/** Candidate code calls a host tool; answered by an {@linkcode AnswerMessage}. */
export interface ToolMessage {
  readonly type: "tool";
  readonly id: number;
  /** Index of the calling argument list; it never decreases within a request. */
  readonly item: number;
  readonly tool: string;
  /** Encoded array of arguments. */
  readonly args: string;
}

/** A tool's answer: the encoded value, or `{ name, message, stack }`. */
export interface AnswerMessage {
  readonly type: "answer";
  readonly id: number;
  readonly isError: boolean;
  readonly text: string;
}

/** Ends the current call as timed out when it waits for a tool. */
export interface AbortMessage {
  readonly type: "abort";
  /** Of the {@linkcode ApplyMessage}. */
  readonly id: string;
}

/** All messages from the host. */
export type HostMessage = ApplyMessage | AnswerMessage | AbortMessage;
