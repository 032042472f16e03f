/**
 * The agents that are kept alive, so that each candidate has one of its own.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import { type LiveAgent, makeAgent, setValues } from "./live_agent.ts";
import type { Task } from "./task.ts";
import { Turnstile } from "./turnstile.ts";

/** As many candidates keep their agent. */
const keptAgents = 32;

/** An agent that holds a candidate's values until it is disposed of. */
export interface Lease extends Disposable {
  readonly live: LiveAgent;
}

/**
 * Lends agents. Where the agents of a task share their parameters (they stand outside of `agent()`), there is only one set
 * of values in the world, and candidates take turns.
 */
export class LiveAgents {
  readonly #task: Pick<Task, "agent" | "name">;
  /** The agents by candidate, the least recently used first. */
  readonly #kept = new Map<string, LiveAgent>();
  readonly #turns: Turnstile | undefined;
  /** Made already, and nobody's yet. */
  #spare: LiveAgent | undefined;
  /** The agent with the values its author gave it; never lent while parameters are its own. */
  readonly initial: LiveAgent;

  /** @param task its agents @throws {TaskError} when they cannot be made, or have no parameters */
  constructor(task: Pick<Task, "agent" | "name">) {
    this.#task = task;
    this.initial = makeAgent(task);
    this.#spare = makeAgent(task);
    const own = new Set(this.initial.parameters.values());
    const isShared = [...this.#spare.parameters.values()].some((parameter) => own.has(parameter));
    this.#turns = isShared ? new Turnstile() : undefined;
  }

  /** Waits until an agent may hold the candidate's values, and sets them. */
  async lend(candidate: Candidate): Promise<Lease> {
    const turn = await this.#turns?.enter(candidate.id);
    try {
      const live = this.#turns === undefined ? this.#agentOf(candidate) : this.initial;
      if (this.#turns !== undefined) setValues(live, candidate.values);
      return { live, [Symbol.dispose]: () => turn?.[Symbol.dispose]() };
    } catch (error) {
      turn?.[Symbol.dispose]();
      throw error;
    }
  }

  #agentOf(candidate: Candidate): LiveAgent {
    const known = this.#kept.get(candidate.id);
    const live = known ?? this.#fresh(candidate);
    this.#kept.delete(candidate.id);
    this.#kept.set(candidate.id, live);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptAgents && oldest !== undefined) this.#kept.delete(oldest);
    return live;
  }

  #fresh(candidate: Candidate): LiveAgent {
    const live = this.#spare ?? makeAgent(this.#task);
    this.#spare = undefined;
    setValues(live, candidate.values);
    return live;
  }
}
