import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { graphPropagator, isPathStep } from "../../src/propagate/graph_propagator.ts";
import { messagesOf } from "../../src/propagate/messages.ts";
import {
  isPropagator,
  type PropagatorChoice,
  propagatorNames,
  propagatorOf,
} from "../../src/propagate/propagators.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";
import { parameter } from "../../src/trace/node.ts";

const own = { init: () => 1, merge: () => 2 };

Deno.test("propagatorOf() gives a built-in one by name, and one's own as it is", () => {
  assertEquals(propagatorNames, ["graph", "sum"]);
  assertStrictEquals<unknown>(propagatorOf("graph"), graphPropagator);
  assertStrictEquals<unknown>(propagatorOf("sum"), sumPropagator);
  assertStrictEquals<unknown>(propagatorOf(own), own);
});

Deno.test("propagatorOf() refuses unknown names and objects without both functions", () => {
  const wrong: unknown[] = ["toString", "mean", null, 3, {}, { init: own.init }, {
    merge: own.merge,
  }];
  for (const choice of [...wrong, { ...own, merge: 1 }, { ...own, init: 1 }]) {
    assert(!isPropagator(choice));
    assertThrows(
      () => propagatorOf(choice as PropagatorChoice),
      TypeError,
      `received ${typeof choice}, neither one of graph, sum nor an object with init and merge`,
    );
  }
});

Deno.test("messagesOf() gives the messages of other propagators, whatever they are", () => {
  const [w, v, none] = [1, 2, 3].map((value) => parameter(value));
  const deliver = (message: unknown) => w!.feedback.push({ propagator: own, message });
  const step = graphPropagator.init(v!, {});
  assert(isPathStep(step));
  const messages = [null, "node", { node: 1 }, { node: 1, from: [] }, { from: [], given: 1 }, {
    node: 1,
    given: 2,
  }];
  messages.forEach(deliver);
  deliver(step);
  v!.feedback.push({ propagator: own, message: step });
  const parameters = new Map([["w", w!], ["v", v!], ["none", none!]]);
  assertEquals(messagesOf(parameters), { messages: { w: messages } });
  assertEquals(Object.keys(messagesOf(new Map([["v", v!]]))), []);
});
