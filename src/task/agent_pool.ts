/**
 * Keeps one agent per candidate.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import { type LiveAgent, makeAgent, setValues } from "./live_agent.ts";
import type { Task } from "./task.ts";
import { KeyedGate } from "./keyed_gate.ts";

/** Maximum number of candidates with an agent. */
const maxAgents = 32;

/** An agent with a candidate's values, until the loan is disposed of. */
export interface AgentLoan extends Disposable {
  readonly live: LiveAgent;
}

/**
 * Lends agents. If all agents of a task share their parameters (declared outside `agent()`), only one candidate's
 * values can be set at a time, and candidates wait for each other.
 */
export class AgentPool {
  readonly #task: Pick<Task, "agent" | "name">;
  /** The agents by candidate, the least recently used first. */
  readonly #kept = new Map<string, LiveAgent>();
  readonly #gate: KeyedGate | undefined;
  /** An agent that was made and not lent yet. */
  #spare: LiveAgent | undefined;
  /** The agent with its initial values; lent only when parameters are shared. */
  readonly initial: LiveAgent;

  /** @param task the task @throws {TaskError} when its agents cannot be made, or have no parameters */
  constructor(task: Pick<Task, "agent" | "name">) {
    this.#task = task;
    this.initial = makeAgent(task);
    this.#spare = makeAgent(task);
    const own = new Set(this.initial.parameters.values());
    const isShared = [...this.#spare.parameters.values()].some((parameter) => own.has(parameter));
    this.#gate = isShared ? new KeyedGate() : undefined;
  }

  /** Waits until an agent is free for the candidate, and sets the candidate's values. */
  lend(candidate: Candidate): Promise<AgentLoan> {
    return this.#lend(candidate, candidate.id, () => this.#agentOf(candidate));
  }

  /** As `lend`, and nobody else runs the agent or its parameters meanwhile. */
  lendAlone(candidate: Candidate): Promise<AgentLoan> {
    return this.#lend(candidate, "alone", () => this.#fresh(candidate));
  }

  /** @param key callers with the same key share the agent whose parameters all candidates share */
  async #lend(candidate: Candidate, key: string, own: () => LiveAgent): Promise<AgentLoan> {
    const turn = await this.#gate?.enter(key);
    try {
      const live = this.#gate === undefined ? own() : this.initial;
      if (this.#gate !== undefined) setValues(live, candidate.values);
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
    if (this.#kept.size > maxAgents && oldest !== undefined) this.#kept.delete(oldest);
    return live;
  }

  #fresh(candidate: Candidate): LiveAgent {
    const live = this.#spare ?? makeAgent(this.#task);
    this.#spare = undefined;
    setValues(live, candidate.values);
    return live;
  }
}
