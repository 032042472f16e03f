/**
 * The kernel: reads requests from standard input, runs programs in realms, writes replies to standard output.
 *
 * Runs in the Deno worker with permissions "none". Everything is synchronous: while a candidate waits for a host
 * tool the kernel waits for the host, so it serves one call at a time. It answers comlink's APPLY messages with RAW
 * messages and accepts no other message of comlink.
 *
 * @module
 */
import vm from "node:vm";
import { describeFailure } from "./describe_thrown.ts";
import { encodeFrame, FrameReader } from "./frame.ts";
import { KernelCall } from "./kernel_call.ts";
import { KernelProgram } from "./kernel_program.ts";
import { RealmContexts } from "./realm_contexts.ts";
import type {
  AnswerMessage,
  ApplyMessage,
  BootKernel,
  CallRequest,
  HostMessage,
  Kernel,
} from "./wire.ts";
import { wireVersion } from "./wire.ts";

/** The two pipes to the host. */
export interface KernelPipes {
  /** Waits for bytes. @returns their number, or null at the end */
  read(into: Uint8Array): number | null;
  write(bytes: Uint8Array): number;
}

/**
 * Serves requests until the host closes the pipe.
 *
 * @param pipes to and from the host
 */
export function serve(pipes: KernelPipes): void {
  const programs = new Map<string, KernelProgram>();
  const reader = new FrameReader();
  const chunk = new Uint8Array(64 * 1024);
  const backlog: ApplyMessage[] = [];

  const kernel: Kernel = {
    load(request) {
      const program = new KernelProgram(request, contexts);
      programs.set(request.program, program);
      const reply = program.load(request.limitMs);
      if (reply.kind !== "loaded") programs.delete(request.program);
      return reply;
    },
    unload(program) {
      programs.delete(program);
      return null;
    },
    call(request) {
      const program = programs.get(request.program);
      if (program === undefined) return notLoaded(request);
      return new KernelCall(program, request, { send, waitForAnswer }).run();
    },
  };

  const boot = receive() as BootKernel | undefined;
  if (boot === undefined) return;
  const contexts = new RealmContexts(new vm.Script(boot.realm, { filename: "opto:realm" }));
  send({ type: "ready", version: wireVersion });
  let atHand = "";
  for (let message = next(); message !== undefined; message = next()) {
    atHand = message.id;
    const value = apply(kernel, message);
    send({ id: message.id, type: "RAW", value });
  }

  /** The next request; drops late answers. */
  function next(): ApplyMessage | undefined {
    const queued = backlog.shift();
    if (queued !== undefined) return queued;
    for (;;) {
      const message = receiveMessage();
      if (message === undefined || message.type === "APPLY") return message;
    }
  }

  /** The next tool answer, or undefined when the call must end; requests received meanwhile are queued. */
  function waitForAnswer(): AnswerMessage | undefined {
    for (;;) {
      const message = receiveMessage();
      if (message === undefined) return undefined;
      if (message.type === "abort" && message.id === atHand) return undefined;
      if (message.type === "answer") return message;
      if (message.type === "APPLY") backlog.push(message);
    }
  }

  function receiveMessage(): HostMessage | undefined {
    return receive() as HostMessage | undefined; // as: the host is trusted here
  }

  function receive(): unknown {
    for (;;) {
      const text = reader.next();
      if (text !== undefined) return JSON.parse(text);
      const length = pipes.read(chunk);
      if (length === null) return undefined;
      reader.push(chunk.subarray(0, length));
    }
  }

  function send(message: unknown): void {
    let rest: Uint8Array = encodeFrame(message);
    while (rest.length > 0) rest = rest.subarray(pipes.write(rest));
  }
}

function apply(kernel: Kernel, { path, argumentList }: ApplyMessage): unknown {
  const request = argumentList[0]?.value as never; // the host is trusted here
  switch (path.join(".")) {
    case "load":
      return kernel.load(request);
    case "unload":
      return kernel.unload(request);
    case "call":
      return kernel.call(request);
    default:
      return null;
  }
}

function notLoaded({ program, count }: CallRequest): string {
  const error = describeFailure("ReferenceError", `Cannot find program "${program}"`);
  return `[${Array(count).fill(`{"kind":"thrown","error":${error}}`).join(",")}]`;
}
