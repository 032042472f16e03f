import {
  assert,
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { agentCall, parametersOf } from "../../../src/trace/agent/agent.ts";
import { withSandbox } from "../../../src/trace/ambient.ts";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import { Module } from "../../../src/trace/agent/module.ts";
import { ModuleDataError } from "../../../src/trace/agent/module_data.ts";
import { isNode, type MaybeNode, node, parameter } from "../../../src/trace/node.ts";
import { ops } from "../../../src/trace/operators/ops.ts";
import { sandboxed, trainable } from "../../../src/trace/code/trainable.ts";
import { sharedSandbox } from "../../support/shared_sandbox.ts";

class Line extends Module<number, number> {
  slope = parameter(2, { name: "slope" });
  offset = parameter(1, { name: "offset" });
  calls = { count: 0 };
  double = bundle((x: number) => x * 2); // holds no parameter, and is no obstacle to saving

  forward(x: MaybeNode<number>) {
    this.calls.count++;
    return ops.mul(x, this.slope).add(this.offset);
  }
}

class Coder extends Module<number, number> {
  step = trainable((x: number): number => x + 1, { name: "step" });
  act = trainable(function act({ step }, x: number): number {
    return step(x) * 2;
  }, { uses: { step: this.step } });

  async forward(x: MaybeNode<number>) {
    return await this.act(await this.step(x));
  }
}

const inSandbox = <R>(fn: () => R): R => withSandbox(sharedSandbox, fn);

Deno.test("call() runs forward, traced", () => {
  const line = new Line();
  const y = line.call(node(3));
  assertEquals([y.data, line.parameters().size], [7, 2]);
  assertStrictEquals(y.inputs[1], line.offset);
});

Deno.test("parameters() searches fields, lists, maps, sets and nested modules, each parameter once", () => {
  class Nested extends Line {
    inner = new Line();
    list = [parameter(3), { deep: parameter(4) }];
    map = new Map<unknown, unknown>([["k", parameter(5)], [parameter(6), parameter(7)]]);
    set = new Set([parameter(8)]);
    again = this.slope;
    self = this;
  }
  const paths = [...new Nested().parameters().keys()];
  assertEquals(paths.toSorted(), [
    "inner.offset",
    "inner.slope",
    "list.0",
    "list.1.deep",
    "map.<1>",
    "map.<key>.1",
    "map.k",
    "offset",
    "set.0",
    "slope",
  ]);
});

Deno.test("parameters() gives every parameter a path of its own, with any keys", () => {
  const holder = {
    forward: () => 1,
    "a.b": parameter(1),
    a: { b: parameter(2), "": parameter(3), "<key>": parameter(4) },
    m: new Map<unknown, unknown>([["1", parameter(5)], [1, parameter(6)], ["<key>", {
      0: parameter(7),
    }], [parameter(8), 0]]),
  };
  const paths = [...parametersOf(holder).keys()];
  assertEquals([paths.length, new Set(paths).size], [8, 8]);
});

Deno.test("parameters() reads no getter and no private field, and searches no other object", () => {
  class Odd extends Module {
    #secret = parameter(1);
    helper = new (class Helper {
      p = parameter(2);
    })();
    forward() {
      return this.#secret;
    }
  }
  const odd = new Odd();
  Object.defineProperty(odd, "trap", {
    enumerable: true,
    get: () => {
      throw new Error("read");
    },
  });
  assertEquals(odd.parameters().size, 0);
});

Deno.test("parametersOf() reaches through uses", () => {
  const priority = trainable((x: number): number => x, { name: "priority" });
  const k = parameter(3, { name: "k" });
  const pack = sandboxed(function pack({ priority, k }, x: number): number {
    return priority(x) + k;
  }, { uses: { priority, k } });
  assertEquals([...parametersOf(pack)], [["priority", priority.parameter], ["k", k]]);
  assertEquals([...parametersOf(priority).keys()], ["priority"]);
  assertEquals([...parametersOf(k).keys()], ["k"]);
  assertEquals([...new Coder().parameters().keys()], ["step", "act"]);
});

Deno.test("agentCall() runs modules, functions, records and parameters, and gives a node", async () => {
  await inSandbox(async () => {
    assertEquals((await agentCall(new Line(), 3)).data, 7);
    assertEquals((await agentCall(new Coder(), 3)).data, 10);
    assertEquals((await agentCall({ forward: (x: number) => x + 1 }, 3)).data, 4);
    assertEquals((await agentCall((x: number) => [node(x), 1], 3)).data, [3, 1]);
    const p = parameter("text");
    assertStrictEquals<unknown>(await agentCall(p, 0), p);
    assert(isNode(await agentCall(new Coder().step, 1)));
  });
});

Deno.test("copy() shares parameters and copies the rest", async () => {
  const line = new Line();
  const copy = line.copy();
  assert(copy instanceof Line && copy !== line);
  copy.call(1);
  assertEquals([line.calls.count, copy.calls.count], [0, 1]);
  copy.slope.update(10);
  assertEquals(line.call(1).data, 11);
  await inSandbox(async () => {
    const coder = new Coder();
    const twin = coder.copy();
    coder.step.parameter.update("export const step = (x: number): number => x + 100;");
    assertEquals((await twin.call(1)).data, 402);
  });
});

Deno.test("deepCopy() has parameters and code of its own, the current ones", async () => {
  await inSandbox(async () => {
    const coder = new Coder();
    coder.step.parameter.update("export const step = (x: number): number => x + 10;");
    const copy = coder.deepCopy();
    assertNotStrictEquals(copy.step.parameter, coder.step.parameter);
    coder.step.parameter.update("export const step = (x: number): number => 0;");
    assertEquals([(await copy.call(1)).data, (await coder.call(1)).data], [42, 0]);
    assertEquals([...copy.parameters().keys()], [...coder.parameters().keys()]);
    assertStrictEquals(copy.act.parameters[1], copy.step.parameter);
    const [first, second] = [new Coder(), new Coder()];
    assertNotStrictEquals(first.step.parameter, second.step.parameter);
  });
});

Deno.test("deepCopy() ends on modules that hold themselves", () => {
  class Ring extends Module {
    p = parameter(1);
    self = this;
    pair = [this.p, this.p];
    forward() {
      return this.p;
    }
  }
  const copy = new Ring().deepCopy();
  assert(copy.self === copy && copy.pair[0] === copy.p && copy.pair[1] === copy.p);
});

Deno.test("save() and load() restore every value, code too", async () => {
  await inSandbox(async () => {
    const coder = new Coder();
    coder.step.parameter.update("export const step = (x: number): number => x + 5;");
    const other = new Coder();
    other.load(coder.save());
    assertEquals((await other.call(0)).data, 20);
    const kinds = {
      forward: () => 1,
      p: parameter<unknown>({ n: NaN, b: 2n, m: new Map([["a", new Set([1])]]) }),
    };
    class Holder extends Module {
      kinds = kinds;
      forward() {
        return 1;
      }
    }
    const holder = new Holder();
    const saved = holder.save();
    kinds.p.update(0);
    holder.load(saved);
    assertEquals(kinds.p.data, { n: NaN, b: 2n, m: new Map([["a", new Set([1])]]) });
  });
});

Deno.test("load() names missing and extra paths and changes nothing", () => {
  const line = new Line();
  const data = line.toJSON();
  const { slope, ...rest } = data.parameters;
  assert(slope !== undefined);
  const renamed = {
    ...data,
    parameters: { ...rest, steepness: { kind: "exact" as const, type: "number", json: 9 } },
  };
  const error = assertThrows(
    () => line.load(renamed),
    ModuleDataError,
    'missing "slope"; extra "steepness"',
  );
  assertEquals([error.missing, error.extra], [["slope"], ["steepness"]]);
  line.offset.update(5);
  line.load(renamed, { isPartial: true });
  assertEquals([line.slope.data, line.offset.data], [2, 1]);
});

Deno.test("load() refuses values that the schema refuses, and other formats, and runs nothing", () => {
  class Bounded extends Module {
    a = parameter(1);
    p = parameter(0.5, { schema: z.number().max(1) });
    forward() {
      return this.p;
    }
  }
  const bounded = new Bounded();
  const data = bounded.toJSON();
  const parameters = {
    a: { kind: "exact", type: "number", json: 7 },
    p: { kind: "exact", type: "number", json: 7 },
  } as const;
  assertThrows(() => bounded.load({ ...data, parameters }), ModuleDataError, '"p"');
  assertEquals([bounded.a.data, bounded.p.data], [1, 0.5]);
  const broken = [
    "null",
    "[]",
    '{"format":"other"}',
    '{"format":"opto.module","version":2,"parameters":{}}',
    '{"format":"opto.module","version":1}',
    '{"format":"opto.module","version":1,"parameters":{"a":{"kind":"preview"},"p":{}}}',
    '{"format":"opto.module","version":1,"parameters":{"a":{"kind":"exact","type":"function","json":{"$":"evil()"}},"p":1}}',
  ];
  for (const text of broken) assertThrows(() => bounded.load(text), ModuleDataError);
  assertThrows(() => bounded.load("{"), SyntaxError);
});

Deno.test("save() refuses a value that has no exact form", () => {
  class Holder extends Module {
    p = parameter<unknown>(() => 1);
    forward() {
      return 1;
    }
  }
  assertThrows(() => new Holder().save(), TypeError, 'Cannot save "p" as data');
});
