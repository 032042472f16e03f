/**
 * The main module of the child process: starts the worker, then watches memory and the parent process.
 *
 * The first frame on standard input is the worker's source; the worker reads all later frames.
 *
 * @module
 */
import { assertDenied } from "./denied_permissions.ts";
import { outOfMemoryCode } from "./limits.ts";
import type { BootProcess } from "./wire.ts";

/** Exit code for the host. */
const workerFailedCode = 71;

/** Interval between checks of memory and parent. */
const watchMs = 100;

assertDenied();
const { worker, maxRssBytes } = readBoot();
const url = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
new Worker(url, { type: "module", deno: { permissions: "none" } }).onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(workerFailedCode);
};

// Ctrl-C in a terminal signals the whole process group; the host ends this process.
Deno.addSignalListener("SIGINT", () => {});

// A worker in an endless loop cannot check for a dead host or full memory; this thread can.
const parent = Deno.ppid;
Deno.unrefTimer(setInterval(() => {
  if (Deno.ppid !== parent) Deno.exit();
  if (Deno.memoryUsage().rss > maxRssBytes) Deno.exit(outOfMemoryCode);
}, watchMs));

function readBoot(): BootProcess {
  const length = new DataView(readExactly(4).buffer).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(readExactly(length)));
}

/** Reads exactly this many bytes; the rest belongs to the worker. */
function readExactly(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const count = Deno.stdin.readSync(bytes.subarray(filled));
    if (count === null) Deno.exit();
    filled += count;
  }
  return bytes;
}
