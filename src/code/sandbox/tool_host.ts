/**
 * Serves the host tools that candidate code calls: allowed by name, plain data both ways, counted and timed.
 *
 * @module
 */
import { describeFailure, describeThrown } from "../../../sandbox/describe_thrown.ts";
import { decode } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import { claimLimitsOf, inboundLimits } from "../../../sandbox/value/limits.ts";
import { ValueRefusal } from "../../../sandbox/value/refusal.ts";
import type { AnswerMessage, ToolMessage } from "../../../sandbox/wire.ts";
import type { HostTool } from "../../trace/code_runner.ts";
import type { StandardSchema } from "../../trace/schema.ts";
import type { SandboxLimits } from "./limits.ts";

/** Tools by name. */
export type Tools = ReadonlyMap<string, HostTool>;

/** The channel between tools and child. */
export interface ToolChannel {
  send(answer: AnswerMessage): void;
  /** Ends the child for a message that no kernel sends. */
  breach(reason: string): void;
}

/** The tools of one request. */
export interface ToolGrant {
  readonly tools: Tools;
  /** Number of argument lists of the request. */
  readonly count: number;
}

/** A request that may call tools. */
interface OpenRequest extends ToolGrant {
  /** Index of the current argument list. */
  item: number;
  /** Calls so far, per tool. */
  used: Map<string, number>;
  /** Calls so far, all tools together. */
  total: number;
  /** Running tools. */
  running: number;
}

const defaultDeadlineMs = 10_000;
const defaultMaxCalls = 100;

/** The tools of one child. */
export class ToolHost {
  readonly #limits: SandboxLimits;
  readonly #channel: ToolChannel;
  /** Of the last tool call; each has a greater one. */
  #lastId = 0;
  readonly #open = new Map<unknown, OpenRequest>();

  /** @param limits of the sandbox @param channel the channel to the child */
  constructor(limits: SandboxLimits, channel: ToolChannel) {
    this.#limits = limits;
    this.#channel = channel;
  }

  /** Lets a request call tools. */
  open(request: unknown, grant: ToolGrant): void {
    this.#open.set(request, { ...grant, item: 0, used: new Map(), total: 0, running: 0 });
  }

  /** Ends a request; later answers are dropped. */
  close(request: unknown): void {
    this.#open.delete(request);
  }

  /** Whether a request waits for an answer. */
  isWaiting(request: unknown): boolean {
    return (this.#open.get(request)?.running ?? 0) > 0;
  }

  /** Runs a tool and sends its answer. Never throws. */
  async serve(message: ToolMessage, request: unknown): Promise<void> {
    const call = this.#open.get(request);
    if (call === undefined) return this.#channel.breach("called a tool outside of a call");
    if (!(message.id > this.#lastId)) return this.#channel.breach("called a tool out of order");
    this.#lastId = message.id;
    if (!beginItem(call, message.item)) {
      return this.#channel.breach("called a tool for an argument list that is not at hand");
    }
    call.running++;
    const answer = await this.#answer(message, call);
    call.running--;
    if (this.#open.get(request) === call) this.#channel.send(answer);
  }

  async #answer({ id, tool: name, args }: ToolMessage, call: OpenRequest): Promise<AnswerMessage> {
    const { maxDepth, maxOutputChars: maxChars } = this.#limits;
    const claims = { ...claimLimitsOf(this.#limits), maxDepth: maxDepth + 1 }; // the argument list itself is one level
    const limits = { ...inboundLimits, maxChars, maxDepth };
    try {
      const tool = call.tools.get(name);
      if (tool === undefined) throw new ReferenceError(`Cannot find a tool named "${name}"`);
      this.#count(name, tool, call);
      if (args.length > maxChars) {
        throw new ValueRefusal(`arguments are over the limit of ${maxChars} characters`);
      }
      const given = decode(JSON.parse(args), {
        limits: claims,
        name: "arguments",
        compilesRegExps: false,
      });
      const result = await withDeadline(name, tool, () => checkedTool(name, tool, given));
      return {
        type: "answer",
        id,
        isError: false,
        text: encode(result, { limits, name: "result", isExact: false }),
      };
    } catch (error) {
      return { type: "answer", id, isError: true, text: failureText(name, error) };
    }
  }

  #count(name: string, tool: HostTool, call: OpenRequest): void {
    const used = (call.used.get(name) ?? 0) + 1;
    call.used.set(name, used);
    const most = tool.maxCalls ?? defaultMaxCalls;
    if (used > most) throw new RangeError(`Cannot call "${name}" more than ${most} times`);
    const { maxToolCalls } = this.#limits;
    if (++call.total > maxToolCalls) {
      throw new RangeError(`Cannot call tools more than ${maxToolCalls} times`);
    }
  }
}

/**
 * Calls a tool; its schemas check arguments and result.
 *
 * @param given the list of arguments, of any shape
 */
export async function checkedTool(name: string, tool: HostTool, given: unknown): Promise<unknown> {
  const checked = validate(tool.args, given, `the arguments of "${name}"`);
  if (!Array.isArray(checked)) throw new TypeError(`Cannot call "${name}": no argument list`);
  return validate(tool.result, await tool.run(...checked), `the result of "${name}"`);
}

/** Resets the quotas for each argument list. @returns false for an argument list that cannot be current */
function beginItem(call: OpenRequest, item: number): boolean {
  if (!Number.isInteger(item) || item < call.item || item >= call.count) return false;
  if (item === call.item) return true;
  call.item = item;
  call.used = new Map();
  call.total = 0;
  return true;
}

/** The error as shown to the candidate: name and message, never a host stack. */
function failureText(name: string, error: unknown): string {
  if (error instanceof ValueRefusal) {
    return describeFailure(
      "TypeError",
      `Cannot pass plain data to or from "${name}": ${error.reason}`,
    );
  }
  const { name: kind, message } = shownFailure(error);
  return describeFailure(kind, message);
}

/** Name and message of a thrown value, bounded. */
export function shownFailure(thrown: unknown): { readonly name: string; readonly message: string } {
  const { name, message } = JSON.parse(describeThrown(thrown));
  return { name, message };
}

async function withDeadline(
  name: string,
  { deadlineMs = defaultDeadlineMs }: HostTool,
  run: () => unknown,
): Promise<unknown> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new DOMException(`"${name}" took longer than ${deadlineMs} ms`, "TimeoutError"));
  }, deadlineMs);
  try {
    return await Promise.race([run(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function validate(schema: StandardSchema | undefined, value: unknown, what: string): unknown {
  if (schema === undefined) return value;
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) {
    throw new TypeError(`Cannot check ${what}: its schema is asynchronous`);
  }
  if (result.issues === undefined) return result.value;
  throw new TypeError(
    `Cannot use ${what}: ${result.issues.map(({ message }) => message).join("; ")}`,
  );
}
