/**
 * The child's side of a service: answers requests from standard input, one after the other.
 *
 * @module
 */
import { encodeFrame, FrameReader } from "../../../sandbox/frame.ts";
import type { ServiceAnswer, ServiceMessage, ServiceRequest } from "./service_message.ts";

/** Functions that the host may call, by name. Each takes and returns plain data. */
export type ServiceFunctions = Readonly<Record<string, (argument: unknown) => unknown>>;

/**
 * Serves until standard input ends or memory is used up.
 *
 * The first argument of the process is the most resident memory in bytes: above half of it after a request the process
 * asks to be replaced, since WebAssembly never returns memory; above all of it during a request it ends itself.
 */
export async function serve(functions: ServiceFunctions): Promise<never> {
  const maxRssBytes = Number(Deno.args[0]);
  console.log = console.error; // standard output carries answers only
  watchFromWorker(maxRssBytes);
  await send({ type: "ready" });
  const reader = new FrameReader();
  for await (const chunk of Deno.stdin.readable) {
    reader.push(chunk);
    for (let text = reader.next(); text !== undefined; text = reader.next()) {
      const answer = await answerTo(JSON.parse(text), functions);
      await send({ ...answer, isLast: Deno.memoryUsage().rss > maxRssBytes / 2 });
    }
  }
  Deno.exit();
}

async function answerTo(
  { id, name, argument }: ServiceRequest,
  functions: ServiceFunctions,
): Promise<ServiceAnswer> {
  try {
    const act = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (act === undefined) throw new TypeError(`no function "${name}"`);
    return { type: "answer", id, value: await act(argument), isLast: false };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { type: "failure", id, name, message, isLast: false };
  }
}

async function send(message: ServiceMessage): Promise<void> {
  let frame: Uint8Array;
  try {
    frame = encodeFrame(message);
  } catch (error) {
    if (!(error instanceof RangeError) || message.type !== "answer") throw error;
    const { id, isLast } = message;
    const { name, message: reason } = error;
    frame = encodeFrame({ type: "failure", id, name, message: reason, isLast });
  }
  for (let sent = 0; sent < frame.length;) {
    sent += await Deno.stdout.write(frame.subarray(sent));
  }
}

/**
 * Ends this process when its host is dead or memory is full: a worker looks, because this thread cannot while it works. Killing
 * its own process needs no permission.
 */
export function watchFromWorker(maxRssBytes: number): void {
  const source = `const parent = Deno.ppid; setInterval(() => {
    if (Deno.ppid !== parent || Deno.memoryUsage().rss > ${maxRssBytes}) Deno.kill(Deno.pid, "SIGKILL");
  }, 100);`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  new Worker(url, { type: "module", deno: { permissions: "none" } });
}
