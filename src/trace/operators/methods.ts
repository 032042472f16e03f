/**
 * Installs the operators as methods of every node; the node's type says which fit its value.
 *
 * @module
 */
import { callNode } from "./call.ts";
import { iterate, unpack } from "./iterate.ts";
import { operators } from "./operators.ts";
import { TraceNode } from "../trace_node.ts";

function install(name: PropertyKey, value: (this: TraceNode, ...args: unknown[]) => unknown): void {
  Object.defineProperty(TraceNode.prototype, name, { value });
}

for (const [name, operator] of operators) {
  install(name, function (...args) {
    return operator(this, ...args);
  });
}
install("call", function (...args) {
  return callNode(this, args);
});
install("unpack", function () {
  return unpack(this);
});
install(Symbol.iterator, function () {
  return iterate(this);
});
