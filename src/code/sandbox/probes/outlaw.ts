/**
 * Code that stands where the kernel's worker or the child's main module would, as if a layer had been broken.
 *
 * With it each layer is tried alone: what an outlaw in the worker can do is what a candidate could that got out of its
 * realm, and an outlaw in the main thread is one that got out of the worker too.
 *
 * @module
 */
import type { KernelText } from "../kernel_text.ts";

/** Where an outlaw stands. */
export type OutlawLayer = "worker" | "process";

/**
 * What an outlaw has at hand. `serve(act)` answers the host's calls with what `act(aim)` gives; `forge(act)` lets
 * `act(id, request, aim)` write whatever it likes with `say(message)` and `raw(text, length)`.
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
  say({ type: "ready", version: 2 });
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
/** What each attempt came to: "held", or the names of those that were not refused. */
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
 * The kernel's texts with an outlaw in one place.
 *
 * @param kernel the genuine texts @param layer where it stands @param body its code @param aim what it goes for; JSON
 */
export function withOutlaw(
  kernel: KernelText,
  layer: OutlawLayer,
  body: string,
  aim: unknown = {},
): KernelText {
  const text = `const aim = ${JSON.stringify(aim)};\n${prelude}\n${body}`;
  return { ...kernel, [layer]: text };
}
