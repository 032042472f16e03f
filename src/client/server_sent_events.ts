/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from a stream of bytes.
 *
 * @module
 */

/** One server-sent event. */
export interface ServerSentEvent {
  /** Its type; `message` when it names none. */
  readonly event: string;
  /** Its data; several lines are joined by line feeds. */
  readonly data: string;
  /** The id of this event, when it has one. */
  readonly id: string | undefined;
}

/** The events of a stream. Comments, events without data, and an event that is cut off are skipped. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ServerSentEvent, void, void> {
  let fields = new Map<string, string>();
  for await (const line of readLines(body)) {
    if (line !== "") {
      addField(fields, line);
      continue;
    }
    const data = fields.get("data");
    if (data !== undefined) {
      yield { event: fields.get("event") ?? "message", data, id: fields.get("id") };
    }
    fields = new Map();
  }
}

/** Adds a line `name: value`; a comment has an empty name. */
function addField(fields: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/su.exec(line) ?? [];
  const earlier = name === "data" ? fields.get(name) : undefined;
  fields.set(name, earlier === undefined ? value : `${earlier}\n${value}`);
}

/** The finished lines of a stream; they end in `\n`, `\r\n` or `\r`. */
async function* readLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void, void> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    // A `\r` at the end of a piece may be the first half of `\r\n`.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
