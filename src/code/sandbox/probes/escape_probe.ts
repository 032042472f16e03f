/**
 * Code that replaces the kernel's worker or the child's main module, to simulate a broken layer.
 *
 * Each layer is tested alone: code in place of the worker has the access of a candidate that escaped from its
 * realm; code in place of the main module, of one that also escaped from the worker.
 *
 * @module
 */
import { wireVersion } from "../../../../sandbox/wire.ts";
import type { KernelText } from "../kernel_text.ts";

/** The layer that an escape probe replaces. */
export type EscapeLayer = "worker" | "process";

/**
 * The functions for escape probes. `serve(act)` answers the host's calls with the result of `act(aim)`;
 * `forge(act)` lets `act(id, request, aim)` write any message with `say(message)` and `raw(text, length)`.
 */
const prelude = `
function write(bytes) { while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes)); }
function raw(text, length) {
  const body = new TextEncoder().encode(text);
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, length ?? body.length, true);
  write(head);
  write(body);
}
function ready() { say({ type: "ready", version: ${wireVersion} }); }
function say(message) { raw(JSON.stringify(message)); }
function reply(id, value) { say({ id, type: "RAW", value }); }
function outcome(id, fields) { reply(id, JSON.stringify([fields])); }
function read(length) {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const count = Deno.stdin.readSync(bytes.subarray(filled));
    if (count === null) Deno.exit();
    filled += count;
  }
  return bytes;
}
function next() {
  for (;;) {
    const length = new DataView(read(4).buffer).getUint32(0, true);
    const message = JSON.parse(new TextDecoder().decode(read(length)));
    if (message.type === "APPLY") return message;
  }
}
async function forge(act) {
  ready();
  for (;;) {
    const { id, path, argumentList } = next();
    if (path[0] === "call") await act(id, argumentList[0].value, aim);
    else reply(id, path[0] === "load" ? { kind: "loaded" } : null);
  }
}
async function serve(act) {
  await forge(async (id) => {
    let value;
    try { value = await act(aim); } catch (error) { value = error.name + ": " + error.message; }
    outcome(id, { kind: "value", value: typeof value === "string" ? value : String(value) });
  });
}
/** Returns "held", or the names of the attempts that succeeded. */
async function tryAll(attempts) {
  const open = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      const got = await attempt();
      open.push(name + (got === undefined ? "" : " gave " + String(got).slice(0, 80)));
    } catch { /* refused */ }
  }
  return open.length === 0 ? "held" : "ESCAPED: " + open.join("; ");
}
`;

/**
 * The kernel's texts with one replaced by an escape probe.
 *
 * @param kernel the original texts @param layer the text to replace @param body the probe's code @param aim JSON of
 * its targets
 */
export function withEscapeProbe(
  kernel: KernelText,
  layer: EscapeLayer,
  body: string,
  aim: unknown = {},
): KernelText {
  const text = `const aim = ${JSON.stringify(aim)};\n${prelude}\n${body}`;
  return { ...kernel, [layer]: text };
}
