/**
 * The task process's side of the channel to its supervisor.
 *
 * @module
 */
import type { TaskMessage } from "../message.ts";
import { markOf, messageLines } from "../message_stream.ts";

/** Interval of the sign of life, in milliseconds. */
const beatMs = 200;

/** Sends messages; each is on its way when the call returns, whatever the task does next. */
export class Channel {
  readonly #mark: string;
  readonly #beat: ReturnType<typeof setInterval>;

  /** Begins to send signs of life. @param nonce marks the messages */
  constructor(nonce: string) {
    this.#mark = markOf(nonce);
    this.post({ type: "beat" });
    this.#beat = setInterval(() => this.post({ type: "beat" }), beatMs);
  }

  /** Sends a message; ends the process when nobody reads it. */
  post(message: TaskMessage): void {
    try {
      for (const line of messageLines(this.#mark, message)) {
        for (let sent = 0; sent < line.length;) sent += Deno.stdout.writeSync(line.subarray(sent));
      }
    } catch {
      Deno.exit(1); // the supervisor is gone
    }
  }

  /** Sends the last message and ends the process. */
  end(message: Extract<TaskMessage, { readonly type: "result" | "failure" }>): never {
    clearInterval(this.#beat);
    this.post(message);
    Deno.exit(0);
  }
}
