/**
 * Numbers nodes in the order in which they are first looked up.
 *
 * @module
 */
import type { TraceNode } from "../trace_node.ts";

const pageBits = 6;
const pageSize = 1 << pageBits;

/**
 * A map from nodes to numbers, much faster than `Map` on large graphs: nodes made one after another have
 * neighboring ids, so most look-ups are array accesses. Nodes of other copies of the library, whose ids may
 * collide, are kept in a map.
 */
export class NodeIndex {
  /** The nodes in the order of their numbers; grows as nodes are numbered. */
  readonly nodes: TraceNode[] = [];
  readonly #pages = new Map<number, Int32Array>();
  readonly #strangers = new Map<TraceNode, number>();
  #lastKey = -1;
  #lastPage: Int32Array = new Int32Array(pageSize);

  /** The number of a node; a new node gets the next number. */
  of(node: TraceNode): number {
    const page = this.#pageOf(node.id);
    const slot = node.id & (pageSize - 1);
    const known = page[slot]! - 1; // a slot within the page; 0 means empty
    if (known >= 0) return this.nodes[known] === node ? known : this.#strangerOf(node);
    page[slot] = this.nodes.push(node);
    return this.nodes.length - 1;
  }

  #pageOf(id: number): Int32Array {
    const key = Math.floor(id / pageSize);
    if (key === this.#lastKey) return this.#lastPage;
    let page = this.#pages.get(key);
    if (page === undefined) {
      page = new Int32Array(pageSize);
      this.#pages.set(key, page);
    }
    this.#lastKey = key;
    this.#lastPage = page;
    return page;
  }

  #strangerOf(node: TraceNode): number {
    let index = this.#strangers.get(node);
    if (index === undefined) {
      index = this.nodes.push(node) - 1;
      this.#strangers.set(node, index);
    }
    return index;
  }
}
