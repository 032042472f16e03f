/**
 * A real HTTP server on loopback that speaks the OpenAI chat API and says what a test scripts.
 *
 * @module
 */

/** The body of a chat request, as far as tests look at it. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly strict?: boolean; readonly schema?: unknown };
  };
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly seed?: number;
}

/** One request that arrived. */
export interface ChatCall {
  /** Order of arrival, from 0. */
  readonly index: number;
  readonly path: string;
  readonly headers: Headers;
  readonly body: ChatBody;
  /** All messages in one text. */
  readonly prompt: string;
}

/** What the server does with a request; a text alone is a whole good answer. */
export type ChatReply = string | {
  readonly text?: string;
  /** @default "stop" */
  readonly finishReason?: string;
  /** `null` sends none. @default 10 and 5 tokens */
  readonly usage?: { readonly prompt: number; readonly completion: number } | null;
  /** @default 200 */
  readonly status?: number;
  readonly error?: { readonly message: string; readonly code?: string; readonly param?: string };
  readonly headers?: Record<string, string>;
  /** Waits so long before it answers, or until the server ends. */
  readonly delayMs?: number;
  /** Breaks the connection in the middle of the body. */
  readonly isDropped?: boolean;
  /** Sends the head at once and never the body. */
  readonly isStalled?: boolean;
  /** Sends this instead of a chat completion. */
  readonly raw?: string;
};

/** A running server; `baseUrl` ends in /v1. */
export interface OpenAiServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly calls: readonly ChatCall[];
  /** How many requests were being answered at once, at most. */
  readonly mostAtOnce: number;
}

/** Starts a server; each request is answered by what `answer` makes of it. */
export function startOpenAiServer(
  answer: (call: ChatCall) => ChatReply | Promise<ChatReply>,
): OpenAiServer {
  const calls: ChatCall[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const endings = new Set<() => void>();

  async function serve(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    if (!path.endsWith("/chat/completions")) {
      return Response.json({ error: { message: `No such path: ${path}` } }, { status: 404 });
    }
    const body: ChatBody = await request.json();
    const prompt = body.messages.map(({ content }) => content).join("\n\n");
    const call = { index: calls.length, path, headers: request.headers, body, prompt };
    calls.push(call);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    try {
      const reply = await answer(call);
      return await respond(call, typeof reply === "string" ? { text: reply } : reply);
    } finally {
      atOnce--;
    }
  }

  async function respond(
    call: ChatCall,
    reply: Exclude<ChatReply, string>,
  ): Promise<Response> {
    if (reply.delayMs !== undefined) await pause(reply.delayMs, endings);
    const status = reply.status ?? 200;
    const headers = { "content-type": "application/json", ...reply.headers };
    if (reply.isDropped) {
      return new Response(unfinished((controller) => controller.close()), {
        status,
        headers: { ...headers, "content-length": "1000" },
      });
    }
    if (reply.isStalled) {
      const stalled = new Promise<void>((resolve) => endings.add(resolve));
      return new Response(unfinished((controller) => stalled.then(() => controller.close())), {
        status,
        headers,
      });
    }
    if (reply.raw !== undefined) return new Response(reply.raw, { status, headers });
    if (reply.error !== undefined || status >= 400) {
      const error = reply.error ?? { message: `status ${status} by the test` };
      return Response.json({ error }, { status, headers });
    }
    const usage = reply.usage === undefined ? { prompt: 10, completion: 5 } : reply.usage;
    return Response.json({
      id: `chatcmpl-${call.index}`,
      object: "chat.completion",
      created: 0,
      model: call.body.model,
      choices: [{
        index: 0,
        finish_reason: reply.finishReason ?? "stop",
        message: { role: "assistant", content: reply.text ?? "" },
      }],
      ...(usage === null ? {} : {
        usage: {
          prompt_tokens: usage.prompt,
          completion_tokens: usage.completion,
          total_tokens: usage.prompt + usage.completion,
        },
      }),
    }, { status, headers });
  }

  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, serve);
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}/v1`,
    calls,
    get mostAtOnce() {
      return mostAtOnce;
    },
    async [Symbol.asyncDispose]() {
      for (const end of endings) end();
      await server.shutdown();
    },
  };
}

/** A body that begins as a completion would, and ends as it is told. */
function unfinished(
  end: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  let isBegun = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isBegun) return end(controller);
      isBegun = true;
      controller.enqueue(new TextEncoder().encode('{"id":'));
    },
  });
}

/** Waits so long, or until the server ends. */
function pause(ms: number, endings: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      endings.delete(end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    endings.add(end);
  });
}
