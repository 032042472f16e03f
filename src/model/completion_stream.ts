/**
 * Reads a chat completion that arrives as a stream of events (`text/event-stream`).
 *
 * @module
 */
import { isRecord, recordOf } from "../record.ts";
import type { BodyReader } from "./body_reader.ts";
import { BrokenAnswer } from "./broken_answer.ts";
import { parseCompletion } from "./completion_text.ts";

/** The parts of an event that are read, not yet validated. */
interface Part {
  readonly choices?: unknown;
  readonly model?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
}

/** Folds the events of a stream into one completion, as they arrive. */
export class CompletionStream implements BodyReader {
  readonly #maxLength: number;
  /** The unfinished last line. */
  #line = "";
  /** The data lines of the unfinished event. */
  #data: string[] = [];
  #content = "";
  #refusal = "";
  #finishReason: unknown;
  #model: unknown;
  #usage: unknown;
  #error: unknown;
  #hasChoice = false;
  #isDone = false;
  #isCut = false;

  /** @param maxLength maximum characters of the text, and of one event */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  push(text: string): boolean {
    const lines = (this.#line + text).split(/\r\n|\n|\r(?!$)/);
    this.#line = lines.pop() ?? "";
    for (const line of lines) {
      this.#take(line);
      if (this.#isDone || this.#isCut) return true;
    }
    if (this.#line.length > this.#maxLength) this.#isCut = true;
    return this.#isCut;
  }

  end(isCut: boolean): unknown {
    if (!this.#isDone && !this.#isCut && !isCut) {
      this.#take(this.#line);
      this.#take("");
    }
    const [usage, error, model] = [this.#usage, this.#error, this.#model];
    if (error !== undefined) return { error, usage };
    const isOver = isCut || this.#isCut;
    if (!this.#hasChoice) {
      const isForeign = !this.#isDone;
      throw new BrokenAnswer("a stream of events without a chat completion", { usage, isForeign });
    }
    if (!isOver && !this.#isDone && this.#finishReason === undefined) {
      throw new BrokenAnswer("a stream of events that breaks off", { usage });
    }
    return {
      model,
      usage,
      choices: [{
        finish_reason: isOver ? "length" : this.#finishReason,
        message: this.#content === "" && this.#refusal !== ""
          ? { refusal: this.#refusal }
          : { content: this.#content },
      }],
      isCut: isOver,
    };
  }

  /** Takes one line: data, or the blank line that ends an event. Other fields and comments are signs of life only. */
  #take(line: string): void {
    if (line === "") return this.#finishEvent();
    const [, data] = /^data:\s?(.*)$/s.exec(line) ?? [];
    if (data !== undefined) this.#data.push(data);
  }

  #finishEvent(): void {
    const data = this.#data.join("\n").trim();
    this.#data = [];
    if (data === "") return;
    if (data === "[DONE]") {
      this.#isDone = true;
      return;
    }
    let event: unknown;
    try {
      event = parseCompletion(data);
    } catch (error) {
      if (error instanceof BrokenAnswer) {
        throw new BrokenAnswer("a stream with an event that is not JSON", {
          usage: this.#usage,
          cause: error,
        });
      }
      throw error;
    }
    this.#fold(recordOf(event));
  }

  #fold({ choices, model, usage, error }: Part): void {
    this.#model ??= model;
    this.#usage = usage ?? this.#usage;
    this.#error ??= error ?? undefined;
    const [choice] = Array.isArray(choices) ? choices : [];
    if (!isRecord(choice) || (choice.index ?? 0) !== 0) return; // others are further answers
    this.#finishReason = choice.finish_reason ?? this.#finishReason;
    const delta = recordOf(choice.delta ?? choice.message); // some servers send the whole message as one event
    this.#hasChoice ||= choice.delta !== undefined || choice.message !== undefined;
    if (typeof delta.content === "string") this.#content += delta.content;
    if (typeof delta.refusal === "string") this.#refusal += delta.refusal;
    this.#isCut = this.#content.length + this.#refusal.length > this.#maxLength;
  }
}
