/**
 * Looks up logged results by request.
 *
 * A run is resumed by executing it again from the start, with its effects (evaluations, model calls, proposals)
 * answered from its log until the log ends. There is no other checkpoint.
 *
 * @module
 */
import { canonicalJson } from "./canonical_json.ts";
import type { ExampleRef } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";

/** Answers from a log, and detects events that the log contains already. */
export class Journal {
  /** The log's events by identity, in order, without those emitted again. */
  readonly #pending = new Map<string, RunEvent[]>();
  readonly #evaluations = new Map<string, EventOf<"evaluated">[]>();
  readonly #proposals = new Map<string, EventOf<"proposed">>();
  readonly #answers = new Map<string, EventOf<"answered">>();
  readonly #steps = new Map<number, EventOf<"step">>();
  readonly #bests = new Map<string, EventOf<"best">>();
  readonly #confirmations = new Map<string, EventOf<"confirmed">>();
  #measurement: EventOf<"measured"> | undefined;
  readonly #exchanges = new Map<string, EventOf<"exchange">[]>();
  readonly #exchangesByStep = new Map<number, EventOf<"exchange">[]>();

  /** @param events a log's events in order; none for a new run */
  constructor(events: readonly RunEvent[] = []) {
    for (const event of events) {
      const key = identityOf(event);
      append(this.#pending, key, event);
      if (event.type === "evaluated") append(this.#evaluations, key, event);
      else if (event.type === "proposed") this.#proposals.set(key, event);
      else if (event.type === "answered") this.#answers.set(key, event);
      else if (event.type === "step") this.#steps.set(event.step, event);
      else if (event.type === "best") this.#bests.set(key, event);
      else if (event.type === "confirmed") this.#confirmations.set(key, event);
      else if (event.type === "measured") this.#measurement = event;
      else if (event.type === "exchange") {
        append(this.#exchanges, key, event);
        append(this.#exchangesByStep, event.step, event);
      }
    }
  }

  /** A sample of the evaluation of a candidate on an example; each is returned once. @param sample @default 0 */
  evaluation(
    candidate: string,
    example: ExampleRef,
    sample?: number,
  ): EventOf<"evaluated"> | undefined {
    const identity = { type: "evaluated", candidate, example, ...sampleOf(sample) } as const;
    return take(this.#evaluations, identityOf(identity));
  }

  /** The result of an attempt at a proposal. */
  proposal(attempt: Omit<Attempt, "type">): EventOf<"proposed"> | undefined {
    return this.#proposals.get(identityOf({ type: "proposed", ...attempt }));
  }

  /** An ask that the log contains completely, with all its proposals. */
  answer(ask: Pick<EventOf<"answered">, "step" | "proposal">): EventOf<"answered"> | undefined {
    return this.#answers.get(answerKey(ask));
  }

  /** A step that the log contains completely. */
  step(step: number): EventOf<"step"> | undefined {
    return this.#steps.get(step);
  }

  /** A best that the log contains. */
  best(of: Pick<EventOf<"best">, "step" | "candidate">): EventOf<"best"> | undefined {
    return this.#bests.get(bestKey(of));
  }

  /** The complete validation of a candidate in a step. */
  confirmation(
    { step, candidate }: Pick<EventOf<"confirmed">, "step" | "candidate">,
  ): EventOf<"confirmed"> | undefined {
    return this.#confirmations.get(`confirmed ${step} ${candidate}`);
  }

  /** The measured cost of an evaluation. */
  measurement(): EventOf<"measured"> | undefined {
    return this.#measurement;
  }

  /** A model's answer; each is returned once. */
  exchange(request: Omit<Exchange, "type">): EventOf<"exchange"> | undefined {
    return take(this.#exchanges, identityOf({ type: "exchange", ...request }));
  }

  /** The model's answers in a step. */
  exchangesOf(step: number): readonly EventOf<"exchange">[] {
    return this.#exchangesByStep.get(step) ?? [];
  }

  /** Whether the log contains this event; each event of the log matches once. */
  absorbs(event: RunEvent): boolean {
    if (this.#pending.size === 0) return false;
    if (["finished", "resumed", "asking"].includes(event.type)) return false;
    return take(this.#pending, identityOf(event)) !== undefined;
  }
}

type Evaluation = Pick<EventOf<"evaluated">, "type" | "candidate" | "example" | "sample">;
type Attempt = Pick<EventOf<"proposed">, "type" | "step" | "proposal" | "attempt">;
type Exchange =
  & Pick<EventOf<"exchange">, "type" | "proposal" | "attempt" | "role" | "key">
  & Partial<Pick<EventOf<"exchange">, "step">>;

/** Identity of an event, the same in every repetition of a run. */
function identityOf(
  event: Evaluation | Attempt | Exchange | Exclude<RunEvent, Evaluation | Attempt | Exchange>,
): string {
  switch (event.type) {
    case "evaluated":
      return `evaluated ${event.candidate} ${event.example.split}/${event.example.index} ${
        event.sample ?? 0
      }`;
    case "example":
      return `example ${event.example.split}/${event.example.index}`;
    case "exchange":
      // An answer to the agent or to a judge depends on the request alone, whichever evaluation asked first.
      if (event.role !== undefined) return `exchange ${event.role} ${event.key}`;
      return `exchange ${event.step} ${event.proposal} ${event.attempt} ${event.key}`;
    case "proposed":
      return `proposed ${event.step} ${event.proposal} ${event.attempt}`;
    case "answered":
      return answerKey(event);
    case "compared":
    case "decided":
    case "front":
    case "confirmed":
      return `${event.type} ${event.step} ${event.candidate}`;
    case "best":
      return bestKey(event);
    case "note":
      return `note ${event.id}`;
    case "step":
      return `step ${event.step}`;
    case "warning":
    case "model-trouble":
    case "asking":
      return canonicalJson(event);
    case "started":
    case "measured":
    case "resumed":
    case "finished":
      return event.type;
    default:
      return event satisfies never;
  }
}

/** The member of an event or request that tells samples apart; the first has none. */
export function sampleOf(sample: number = 0): { readonly sample?: number } {
  return sample === 0 ? {} : { sample };
}

function answerKey({ step, proposal }: Pick<EventOf<"answered">, "step" | "proposal">): string {
  return `answered ${step} ${proposal}`;
}

function bestKey({ step, candidate }: Pick<EventOf<"best">, "step" | "candidate">): string {
  return `best ${step} ${candidate}`;
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

/** Removes and returns the first item, so that used items are released. */
function take<Item>(map: Map<string, Item[]>, key: string): Item | undefined {
  const items = map.get(key);
  const item = items?.shift();
  if (items?.length === 0) map.delete(key);
  return item;
}
