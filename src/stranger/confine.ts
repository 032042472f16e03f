/**
 * Takes from a process what a stranger's task has no use for, before its first line runs.
 *
 * The wall is the process, which has no permission. This leaves less to try at it: threads, storage, standard input and output,
 * built-in modules.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** Globals that start threads, keep data, reach the terminal or other programs, or lead to built-in modules. */
export const taken = [
  "Worker",
  "SharedWorker",
  "localStorage",
  "sessionStorage",
  "caches",
  "indexedDB",
  "BroadcastChannel",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "XMLHttpRequest",
  "fetch",
  "alert",
  "confirm",
  "prompt",
  "close",
  "process",
  "Buffer",
  "global",
  "GPU",
  "WebAssembly",
] as const;

/** Functions of `Deno.env`. */
const environment = ["get", "has", "set", "delete", "toObject"] as const;

/** Functions of `Deno` that tasks call to read their data. */
const reading = [
  "cwd",
  "open",
  "openSync",
  "readFile",
  "readFileSync",
  "readTextFile",
  "readTextFileSync",
  "stat",
  "statSync",
] as const;

/** Takes these globals, and leaves of `Deno` what names the platform. */
export function confine(): void {
  const { build, version, errors } = Deno;
  const denied = (action: string, advice: string) => () => {
    throw new UsageError(`Cannot ${action}: an untrusted task has no permission`, { advice });
  };
  const noFile = denied("read a file", "Import the data from a file of the task.");
  const noEnvironment = denied("use the environment", "Write the setting into the task.");
  const stub = {
    ...{ build, version, errors },
    args: [],
    stdin: { isTerminal: () => false },
    permissions: { querySync: () => ({ state: "denied" }) },
    ...Object.fromEntries(reading.map((name) => [name, noFile])),
    env: Object.freeze(Object.fromEntries(environment.map((name) => [name, noEnvironment]))),
    exit: denied("end the process", "Return, or throw an error."),
  };
  for (const name of taken) Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(globalThis, "Deno", { value: Object.freeze(stub) });
  const left = taken.filter((name) => name in globalThis);
  if (left.length > 0) throw new Error(`Cannot take these from a task: ${left.join(", ")}`);
}
