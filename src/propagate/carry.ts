/**
 * The walk from judged outputs back to parameters: once over every edge, whatever travels.
 *
 * @module
 */
import { hiddenSources, type Order, topologicalOrder } from "../trace/topological_order.ts";
import type { TraceNode } from "../trace/trace_node.ts";
import type { Feedback } from "./feedback.ts";
import type { Propagator } from "./propagator.ts";

/** An output and what is said of it. */
export interface Judged {
  readonly output: TraceNode;
  readonly feedback: Feedback;
}

/**
 * Carries feedback back and returns the message that reached each parameter. Nothing is changed.
 *
 * A node is passed when all messages to it have arrived, and only if a parameter lies behind it. Time and memory grow with
 * the number of edges.
 *
 * @param judged outputs with feedback; the same one may stand twice
 * @param propagator what travels
 * @throws {RangeError} when a rule does not give one message per input
 */
export function carry<M>(
  judged: readonly Judged[],
  propagator: Propagator<M>,
): Map<TraceNode, M> {
  const order = topologicalOrder(judged.map(({ output }) => output));
  const leadsToParameter = markParameters(order);
  const mail = new Mail<M>(order, leadsToParameter);
  for (const { output, feedback } of judged) {
    mail.send(mail.outside, output, propagator.init(output, feedback));
  }
  const delivered = new Map<TraceNode, M>();
  for (let place = order.nodes.length - 1; place >= 0; place--) {
    const arrivals = mail.take(place);
    if (arrivals === undefined) continue;
    const node = order.nodes[place]!; // `place` runs over the nodes
    const message = propagator.merge(node, arrivals);
    if (node.kind === "parameter") delivered.set(node, message);
    else pass(node, place, message, propagator, mail);
  }
  return delivered;
}

function pass<M>(
  node: TraceNode,
  place: number,
  message: M,
  propagator: Propagator<M>,
  mail: Mail<M>,
): void {
  const rule = ruleFor(node, propagator);
  if (rule === undefined) {
    for (const input of node.inputs) mail.send(place, input, message);
  } else {
    const messages = rule(node, message);
    if (messages.length !== node.inputs.length) {
      throw new RangeError(
        `Cannot propagate through "${node.operator?.name}" by its rule as one message per input: ` +
          `received ${messages.length} for ${node.inputs.length} inputs`,
      );
    }
    node.inputs.forEach((input, i) => {
      const piece = messages[i];
      if (piece !== undefined) mail.send(place, input, piece);
    });
  }
  for (const source of hiddenSources(node)) mail.send(place, source, message);
}

function ruleFor<M>(node: TraceNode, { rules }: Propagator<M>) {
  const name = node.operator?.name;
  return rules !== undefined && name !== undefined && Object.hasOwn(rules, name)
    ? rules[name]
    : undefined;
}

/** For each place, whether the node there is a parameter or was made from one. */
function markParameters({ nodes, places }: Order): Uint8Array {
  const marks = new Uint8Array(nodes.length);
  const isMarked = (node: TraceNode) => marks[places.get(node) ?? 0] === 1;
  for (const [place, node] of nodes.entries()) {
    if (
      node.kind === "parameter" || node.inputs.some(isMarked) || hiddenSources(node).some(isMarked)
    ) {
      marks[place] = 1;
    }
  }
  return marks;
}

/** Messages that wait for their node's turn. */
class Mail<M> {
  /** The sender of first messages: no node's place. */
  readonly outside = -1;
  readonly #order: Order;
  readonly #isWanted: Uint8Array;
  readonly #waiting: (M[] | undefined)[];
  readonly #lastSender: Int32Array;

  constructor(order: Order, isWanted: Uint8Array) {
    this.#order = order;
    this.#isWanted = isWanted;
    this.#waiting = new Array(order.nodes.length);
    this.#lastSender = new Int32Array(order.nodes.length).fill(-2);
  }

  /** A node that stands twice among the inputs of another gets one message from it, unless a rule made two. */
  send(sender: number, to: TraceNode, message: M): void {
    const place = this.#order.places.get(to);
    if (place === undefined || this.#isWanted[place] === 0) return;
    const waiting = this.#waiting[place];
    if (waiting === undefined) {
      // Most nodes get one message, and a list that is made with it takes a sixth of the memory of one that grows.
      this.#waiting[place] = [message];
      this.#lastSender[place] = sender;
      return;
    }
    const isRepeated = sender >= 0 && this.#lastSender[place] === sender &&
      waiting.at(-1) === message;
    if (isRepeated) return;
    this.#lastSender[place] = sender;
    waiting.push(message);
  }

  /** All that arrived at a place, which then waits for no more. */
  take(place: number): M[] | undefined {
    const waiting = this.#waiting[place];
    this.#waiting[place] = undefined;
    return waiting;
  }
}
