/**
 * The proposals of a run, with their values, prompts, answers and outcomes.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import type { Values } from "../problem/problem.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";
import { printed } from "./report_text.ts";

/** The outcome of a proposal. Each has one, so that their numbers add up. */
export type Outcome =
  | "kept"
  | "not better"
  | "not tried"
  | "seen before"
  | "no change"
  | "refused"
  | "unusable";

/** The outcomes, in the order of display. */
export const outcomes: readonly Outcome[] = [
  "kept",
  "not better",
  "not tried",
  "seen before",
  "refused",
  "unusable",
  "no change",
];

/** One proposal with bounded texts. */
export interface Attempt {
  readonly step: number;
  readonly proposal: number;
  /** 0 for the first answer, then the number of the repair. */
  readonly attempt: number;
  readonly candidate: string | undefined;
  /** Its outcome, when that was known at once. */
  readonly ended: Outcome | undefined;
  readonly parent: string | undefined;
  /** Changed values by parameter. */
  readonly changes: Readonly<Record<string, string>>;
  readonly reasoning: string;
  /** Why there is no candidate; the reasons of refusals. */
  readonly faults: readonly string[];
  /** What was left out or rewritten of the model's answer. */
  readonly notes: readonly string[];
  /** Numbers of the messages that the model was asked with, in order. */
  readonly prompt: readonly number[];
  /** The answers of the model. */
  readonly answers: readonly string[];
  /** Its first comparison in the step that proposed it. */
  result?: Pick<EventOf<"compared">, "score" | "againstScore" | "reason">;
  /** How that was decided. */
  decision?: Pick<EventOf<"decided">, "examples" | "difference" | "interval" | "reason">;
}

/** Numbers of proposals by outcome. */
export type Counts = ReadonlyMap<Outcome, number>;

/** A message of a prompt; equal ones are kept once. */
export interface PromptMessage {
  readonly number: number;
  readonly role: string;
  readonly text: string;
}

/** Maximum characters of one changed value, of a reasoning, of a fault or note, of a message and of an answer. */
const maxValue = 6_000;
const maxReasoning = 2_000;
const maxFault = 1_000;
const maxMessage = 24_000;
const maxAnswer = 8_000;

/** Maximum characters of all attempts that were not kept, of all kept ones, and of all messages. */
const roomForOthers = 900_000;
const roomForKept = 600_000;
const roomForMessages = 900_000;

/** Characters that an attempt takes besides its texts. */
const attemptSize = 2_000;

/** Number of candidates whose values are known, for diffs to a parent. */
const knownCandidates = 2_000;

/** Maximum number of outstanding exchanges of a step. */
const keptExchanges = 500;

type Proposed = EventOf<"proposed">;

/** Folds a run's events: apply each event once, in order. Its size is bounded but for a word per candidate. */
export class Attempts {
  readonly #kept: Attempt[] = [];
  readonly #others: Attempt[] = [];
  #open: Attempt[] = [];
  #exchanges: EventOf<"exchange">[] = [];
  /** By step: the outcomes that were known at once, and the candidates of the others. */
  readonly #steps = new Map<number, (Outcome | { readonly candidate: string })[]>();
  #total = 0;
  #keptRoom = roomForKept;
  #otherRoom = roomForOthers;
  #messageRoom = roomForMessages;
  /** Messages by role and text, the least recently used first. */
  readonly #messages = new Map<string, PromptMessage>();
  #messageCount = 0;
  /** The outcome of each candidate. */
  readonly #fates = new Map<string, "kept" | "not better" | "not tried">();
  /** Printed values by candidate, the latest ones. */
  readonly #values = new Map<string, Readonly<Record<string, string>>>();
  #initial: string | undefined;

  /** Applies the next event. */
  apply(event: RunEvent): void {
    switch (event.type) {
      case "started":
        this.#initial = event.candidate;
        this.#values.set(
          event.candidate,
          Object.fromEntries(
            event.task.parameters.map(({ name, value }) => [name, printed(value)]),
          ),
        );
        return;
      case "exchange":
        if (event.role !== undefined) return;
        this.#exchanges.push(event);
        if (this.#exchanges.length > keptExchanges) this.#exchanges.shift();
        return;
      case "proposed":
        return this.#propose(event);
      case "evaluated":
        return this.#meet(event.candidate, "not better");
      case "decided": {
        const of = this.#openOf(event);
        if (of === undefined) return;
        const { examples, difference, interval, reason } = event;
        of.decision ??= { examples, difference, interval, reason };
        return;
      }
      case "compared": {
        const of = this.#openOf(event);
        if (of !== undefined) {
          const { score, againstScore, reason } = event;
          of.result ??= { score, againstScore, reason: cutText(reason, maxFault) };
        }
        return this.#meet(event.candidate, event.isAccepted ? "kept" : "not better");
      }
      case "best":
        return this.#meet(event.candidate, "kept");
      case "step":
      case "resumed":
      case "finished":
        return this.#settle();
    }
  }

  /** The proposal of the running step that made a candidate. */
  #openOf(event: Pick<EventOf<"compared">, "candidate">): Attempt | undefined {
    return this.#open.findLast(({ candidate, ended }) =>
      candidate === event.candidate && ended === undefined
    );
  }

  /** Number of all proposals. */
  get total(): number {
    return this.#total;
  }

  /** Number of proposals by outcome, of one step or of all; together they are the number of proposals. */
  counts(step?: number): Counts {
    const found = step === undefined ? [...this.#steps.values()] : [this.#steps.get(step) ?? []];
    const counts = new Map<Outcome, number>();
    for (const one of found.flat()) {
      const outcome = typeof one === "string" ? one : this.#fates.get(one.candidate) ?? "not tried";
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    return counts;
  }

  /** The proposals there is room for, in order. */
  get shown(): readonly Attempt[] {
    const all = [...this.#kept, ...this.#others, ...this.#open];
    return all.sort((a, b) => a.step - b.step || a.proposal - b.proposal || a.attempt - b.attempt);
  }

  /** The messages there is room for, by number. */
  get messages(): readonly PromptMessage[] {
    return [...this.#messages.values()].sort((a, b) => a.number - b.number);
  }

  /** The outcome of a proposal. */
  outcomeOf({ ended, candidate }: Pick<Attempt, "ended" | "candidate">): Outcome {
    return ended ?? this.#fates.get(candidate ?? "") ?? "not tried";
  }

  /** The printed values of a candidate; undefined when they are forgotten. */
  valuesOf(candidate: string | undefined): Readonly<Record<string, string>> | undefined {
    return candidate === undefined ? undefined : this.#values.get(candidate);
  }

  #propose(event: Proposed): void {
    const { step, proposal, attempt, candidate, parent, changes = {}, rejections } = event;
    this.#total++;
    const ended = this.#endOf(event);
    if (candidate !== undefined && ended === undefined) {
      this.#fates.set(candidate, "not tried");
      this.#remember(candidate, parent, changes);
    }
    const outcomes = this.#steps.get(step) ?? [];
    this.#steps.set(step, outcomes);
    outcomes.push(ended ?? { candidate: candidate ?? "" });
    const exchanges = this.#exchangesOf(event);
    const last = exchanges.at(-1);
    this.#open.push({
      step,
      proposal,
      attempt,
      candidate,
      ended,
      parent,
      changes: mapValues(changes, (value) => cutText(printed(value), maxValue)),
      reasoning: cutText(event.reasoning ?? "", maxReasoning),
      faults: [
        ...(event.reason === undefined ? [] : [event.reason]),
        ...rejections.slice(0, 20).map(({ parameter, reason }) => `${parameter}: ${reason}`),
      ].map((text) => cutText(text, maxFault)),
      notes: (event.notes ?? []).slice(0, 20).map((note) => cutText(note, maxFault)),
      prompt: last === undefined
        ? []
        : last.request.messages.map(({ role, content }) => this.#number(role, content)),
      answers: exchanges.map(({ response }) => cutText(response.text, maxAnswer)),
    });
  }

  /** The exchanges that a proposal came from: one answer may hold several proposals. */
  #exchangesOf({ step, proposal, attempt }: Proposed): EventOf<"exchange">[] {
    const of = this.#exchanges.filter((exchange) =>
      exchange.step === step && (exchange.attempt ?? 0) === attempt &&
      (exchange.proposal ?? 0) <= proposal
    );
    const first = of.at(-1)?.proposal;
    return of.filter((exchange) => exchange.proposal === first);
  }

  /** The number of a message; the least recently used ones make room for it. */
  #number(role: string, content: string): number {
    const text = cutText(content, maxMessage);
    const key = `${role}\n${text}`;
    const known = this.#messages.get(key);
    const message = known ?? { number: ++this.#messageCount, role, text };
    this.#messages.delete(key);
    this.#messages.set(key, message);
    if (known === undefined) this.#messageRoom -= text.length;
    for (const [oldest, { text }] of this.#messages) {
      if (this.#messageRoom >= 0) break;
      this.#messages.delete(oldest);
      this.#messageRoom += text.length;
    }
    return message.number;
  }

  #remember(candidate: string, parent: string | undefined, changes: Values): void {
    this.#values.set(candidate, {
      ...this.valuesOf(parent),
      ...mapValues(changes, printed),
    });
    if (this.#values.size <= knownCandidates) return;
    for (const known of this.#values.keys()) {
      if (known === this.#initial || this.#fates.get(known) === "kept") continue;
      this.#values.delete(known);
      return;
    }
  }

  /** The outcome of a proposal that is known at once; undefined for that of a new candidate. */
  #endOf({ candidate, outcome, rejections }: Proposed): Outcome | undefined {
    if (candidate !== undefined) {
      return candidate === this.#initial || this.#fates.has(candidate) ? "seen before" : undefined;
    }
    if (outcome === "unusable") return "unusable";
    return rejections.length > 0 ? "refused" : "no change";
  }

  #meet(candidate: string, fate: "kept" | "not better"): void {
    const known = this.#fates.get(candidate);
    if (known !== undefined && known !== "kept") this.#fates.set(candidate, fate);
  }

  /** Ends a step: keeps what was kept while there is room, and of the others the latest. */
  #settle(): void {
    for (const attempt of this.#open) {
      const size = sizeOf(attempt);
      const isKept = this.outcomeOf(attempt) === "kept";
      if (isKept && size <= this.#keptRoom) {
        this.#keptRoom -= size;
        this.#kept.push(attempt);
      } else {
        this.#otherRoom -= size;
        this.#others.push(attempt);
      }
    }
    while (this.#otherRoom < 0) this.#otherRoom += sizeOf(this.#others.shift()!); // it holds what took the room
    this.#open = [];
    this.#exchanges = [];
  }
}

function sizeOf({ changes, reasoning, faults, notes, answers }: Attempt): number {
  return [reasoning, ...Object.values(changes), ...faults, ...notes, ...answers]
    .reduce((sum, text) => sum + text.length, attemptSize);
}

function mapValues(
  values: Values,
  write: (value: unknown) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, write(value)]));
}
