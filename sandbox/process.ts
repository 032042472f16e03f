/**
 * The main module of the child process: starts the worker, then only watches.
 *
 * The host pipes the worker's text in as the first frame; what follows on standard input is the worker's.
 *
 * @module
 */
import { assertDenied } from "./denied_permissions.ts";
import type { BootProcess } from "./wire.ts";

/** Exit codes by which the host knows why the child ended. */
const exitCodes = { workerFailed: 71, tooMuchMemory: 72 };

/** Between two looks at memory and parent; an idle process is woken this often. */
const watchMs = 100;

assertDenied();
const { worker, maxRssBytes } = readBoot();
const url = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
new Worker(url, { type: "module", deno: { permissions: "none" } }).onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(exitCodes.workerFailed);
};

// Ctrl-C in a terminal reaches the whole group of processes; to end this one is the host's part.
Deno.addSignalListener("SIGINT", () => {});

// A worker in an endless loop notices neither that its host died nor that memory is full, this thread does.
const parent = Deno.ppid;
Deno.unrefTimer(setInterval(() => {
  if (Deno.ppid !== parent) Deno.exit();
  if (Deno.memoryUsage().rss > maxRssBytes) Deno.exit(exitCodes.tooMuchMemory);
}, watchMs));

function readBoot(): BootProcess {
  const length = new DataView(readExactly(4).buffer).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(readExactly(length)));
}

/** Not a byte more, for the rest belongs to the worker. */
function readExactly(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const count = Deno.stdin.readSync(bytes.subarray(filled));
    if (count === null) Deno.exit();
    filled += count;
  }
  return bytes;
}
