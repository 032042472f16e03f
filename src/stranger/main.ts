/**
 * Main module of the process of a stranger's task: answers its host's questions with code of the task.
 *
 * It starts without any permission, with the library loaded; the task comes by the pipe.
 *
 * @module
 */
import { assertDenied } from "../../sandbox/denied_permissions.ts";
import { encodeFrame, FrameReader } from "../code/child/frames.ts";
import "../code/check_program.ts";
import { watchFromWorker } from "../code/child/serve.ts";
import { shareCompiler } from "../code/shared_compiler.ts";
import "../code/source.ts";
import "../export/agent_module.ts";
import { Channel } from "../wire/channel.ts";
import { decodeError, encodeError } from "../wire/errors.ts";
import { confine } from "./confine.ts";
import { Host } from "./host.ts";
import { StrangersTask } from "./strangers_task.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  assertDenied();
  const { stdin, stdout, exit, args: [maxRssBytes] } = Deno;
  watchFromWorker(Number(maxRssBytes));
  for (const method of ["debug", "info", "log"] as const) console[method] = console.error; // standard output carries frames
  const input = stdin.readable.getReader();
  const host: Host = new Host(() => channel);
  const task = new StrangersTask(host);
  const channel: Channel = new Channel({
    send(message) {
      const frame = encodeFrame(message);
      for (let sent = 0; sent < frame.length;) sent += stdout.writeSync(frame.subarray(sent));
    },
    serve: (question) => task.answer(question),
    encodeError,
    decodeError: (json) => decodeError(json, "trusted"),
  });
  confine();
  shareCompiler(host);
  const reader = new FrameReader();
  for (;;) {
    const { value, done } = await input.read();
    if (done) return exit();
    reader.push(value);
    for (let text = reader.next(); text !== undefined; text = reader.next()) {
      channel.receive(JSON.parse(text));
    }
  }
}
