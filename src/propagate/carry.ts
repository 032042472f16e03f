/**
 * Carries messages from judged outputs back to parameters, in one pass over the edges.
 *
 * @module
 */
import { type Order, topologicalOrder } from "../trace/data/topological_order.ts";
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "../trace/feedback.ts";
import type { Propagator } from "../trace/propagator.ts";
import { requireCurrent } from "./require_current.ts";

/** An output and the feedback on it. */
export interface JudgedOutput {
  readonly output: TraceNode;
  readonly feedback: Feedback;
}

/**
 * Carries feedback back and returns the message of each reached parameter. Changes no node.
 *
 * A node is processed when all messages to it have arrived, and only if it depends on a parameter. Time and memory
 * are linear in the number of edges.
 *
 * @param judged outputs with feedback; duplicates are allowed
 * @param propagator makes and merges messages and defines rules
 * @throws {RangeError} when a rule does not return one message per input
 */
export function carry<M>(
  judged: readonly JudgedOutput[],
  propagator: Propagator<M>,
): Map<TraceNode, M> {
  const order = topologicalOrder(judged.map(({ output }) => output));
  requireCurrent(order);
  const pending = new PendingMessages<M>(leadsToParameter(order));
  for (const [i, { output, feedback }] of judged.entries()) {
    pending.add(order.outputs[i]!, propagator.init(output, feedback)); // one place per output
  }
  const delivered = new Map<TraceNode, M>();
  for (let place = order.nodes.length - 1; place >= 0; place--) {
    const arrivals = pending.at(place);
    if (arrivals === undefined) continue;
    const node = order.nodes[place]!; // `place` ranges over the nodes
    const message = propagator.merge(node, arrivals);
    if (node.kind === "parameter") delivered.set(node, message);
    else pass(order, place, message, propagator, pending);
  }
  return delivered;
}

/** Sends a node's message to its sources: its inputs, then its hidden uses. */
function pass<M>(
  { nodes, sources, starts }: Order,
  place: number,
  message: M,
  propagator: Propagator<M>,
  pending: PendingMessages<M>,
): void {
  const start = starts[place]!; // `starts` has one more entry than places
  const end = starts[place + 1]!;
  const node = nodes[place]!;
  const messages = ruleFor(node, propagator)?.(node, message);
  if (messages !== undefined && messages.length !== node.inputs.length) {
    throw new RangeError(
      `Cannot propagate through "${node.operator?.name}" by its rule as one message per input: ` +
        `received ${messages.length} for ${node.inputs.length} inputs`,
    );
  }
  for (let edge = start; edge < end; edge++) {
    const isRuled = messages !== undefined && edge - start < messages.length;
    const piece = isRuled ? messages[edge - start] : message;
    if (piece !== undefined) pending.send(place, sources[edge]!, piece);
  }
}

function ruleFor<M>(node: TraceNode, { rules }: Propagator<M>) {
  const name = node.operator?.name;
  return rules !== undefined && name !== undefined && Object.hasOwn(rules, name)
    ? rules[name]
    : undefined;
}

/** 1 at each place whose node is a parameter or depends on one. */
function leadsToParameter({ nodes, sources, starts }: Order): Uint8Array {
  const marks = new Uint8Array(nodes.length);
  for (const [place, { kind }] of nodes.entries()) {
    const end = starts[place + 1]!; // as in `pass`
    let leads = kind === "parameter";
    for (let edge = starts[place]!; edge < end && !leads; edge++) {
      leads = marks[sources[edge]!] === 1;
    }
    marks[place] = Number(leads);
  }
  return marks;
}

/** Messages by the place of the node that will receive them. */
class PendingMessages<M> {
  readonly #isWanted: Uint8Array;
  readonly #waiting: (M[] | undefined)[];
  readonly #lastSender: Int32Array;

  constructor(isWanted: Uint8Array) {
    this.#isWanted = isWanted;
    this.#waiting = new Array(isWanted.length);
    this.#lastSender = new Int32Array(isWanted.length);
  }

  /** Adds a message to those at a place, unless no parameter lies behind it. */
  add(place: number, message: M): void {
    if (this.#isWanted[place] === 0) return;
    const waiting = this.#waiting[place];
    // Most nodes get one message; a list made with it takes a sixth of the memory of one that grows.
    if (waiting === undefined) this.#waiting[place] = [message];
    else waiting.push(message);
  }

  /** Adds a user's message. A node that is an input twice gets one message from its user, unless a rule made two. */
  send(sender: number, place: number, message: M): void {
    const isFromSender = this.#lastSender[place] === sender;
    if (isFromSender && this.#waiting[place]?.at(-1) === message) return;
    this.add(place, message);
    this.#lastSender[place] = sender;
  }

  /** The messages at a place, undefined when there are none. */
  at(place: number): M[] | undefined {
    return this.#waiting[place];
  }
}
