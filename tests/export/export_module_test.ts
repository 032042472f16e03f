import { assert, assertEquals, assertRejects } from "@std/assert";
import { agentCall } from "../../src/trace/agent/agent.ts";
import { withSandbox } from "../../src/trace/ambient.ts";
import { bundle } from "../../src/trace/bundle/bundle.ts";
import { ExportError } from "../../src/export/export_error.ts";
import { exportModule } from "../../src/export/export_module.ts";
import { Module } from "../../src/trace/agent/module.ts";
import { type MaybeNode, node, parameter } from "../../src/trace/node.ts";
import { operatorRows } from "../../src/trace/operators/operators.ts";
import { runtimeText } from "../../src/export/runtime_text.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { text } from "../../src/trace/operators/text.ts";
import { sandboxed, trainable } from "../../src/trace/code/trainable.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";

interface Exported {
  forward(input: unknown): Promise<unknown>;
}

async function load(source: string): Promise<Exported> {
  assert(!/^import /m.test(source), "it stands alone");
  return await import(`data:application/typescript,${encodeURIComponent(source)}`);
}

class Mixed extends Module<number, string> {
  w = parameter(2.5, { name: "w" });
  greet = parameter("Hello", { name: "greet" });
  table = parameter({ list: [1, NaN], map: new Map([["a", new Set([3n])]]), at: new Date(5) });
  pair = bundle(function pair(a: number, b: number) {
    return [a, b];
  });
  step = trainable((x: number): number => x + 1, { name: "step" });
  act = trainable(function act({ step, k }, x: number): number {
    return step(x) * 2 + k;
  }, { uses: { step: this.step, k: node(5) } });
  count = 0;

  scaled(x: MaybeNode<number>) {
    return ops.div(x, this.w).add(1);
  }

  async forward(x: MaybeNode<number>) {
    this.count += 1;
    const y = await this.act(this.scaled(x));
    let total = y.mul(0);
    for (const item of this.pair(y, 2)) total = total.add(item);
    return text`${this.greet} ${total} ${this.table.get("list").len()}`;
  }
}

Deno.test("exportModule() writes a module that gives the same without Opto", async () => {
  const agent = new Mixed();
  agent.step.parameter.update("type N = number;\nexport const step = (x: N): N => x * 7;");
  agent.greet.update("Hi");
  const exported = await load(await exportModule(agent));
  for (const input of [10, -3, 0.5]) {
    const expected = await withSandbox(sharedSandbox, () => agent.forward(input));
    assertEquals(await exported.forward(input), expected.data);
  }
});

Deno.test("exportModule() writes functions, records and parameters too", async () => {
  const priority = trainable((item: number, room: number): number => room - item, {
    name: "priority",
  });
  const pack = sandboxed(
    async function pack({ priority, scale }, items: number[]): Promise<number[]> {
      return await Promise.all(items.map((item) => scale(priority(item, 10))));
    },
    { uses: { priority, scale: (x: number) => x * 3 } },
  );
  const agents = [pack, { k: parameter(4), forward: (x: unknown) => [x] }, parameter([1])] as const;
  for (const agent of agents) {
    const exported = await load(await exportModule(agent));
    const expected = await withSandbox(
      sharedSandbox,
      () => agentCall(agent as never, [1, 2] as never),
    );
    assertEquals(await exported.forward([1, 2]), expected.data);
  }
});

Deno.test("exportModule() gives the reasons when an agent cannot be written", async () => {
  const outside = 3;
  class Bad extends Module {
    socket = new URL("https://example.com");
    native = Math.max.bind(null);
    forward() {
      return outside;
    }
  }
  const error = await assertRejects(() => exportModule(new Bad()), ExportError, "Cannot export");
  assertEquals(error.reasons, [
    '"socket" is an instance of URL, which has no source text',
    '"native" is a function of the engine or a bound one',
    "Bad uses `outside`, which is outside of it",
  ]);
});

const limit = 3;

/** As much as fits. */
function clipped(x: number): number {
  return x > limit ? limit : x;
}

const clip = bundle((x: number) => clipped(x));

class Clipper extends Module<number, number> {
  extra = parameter(1);
  forward(x: MaybeNode<number>) {
    return clip(x).mul(limit).add(this.extra);
  }
}

Deno.test("exportModule() writes values of the class's own module when they are given", async () => {
  const clipper = new Clipper();
  await assertRejects(() => exportModule(clipper), ExportError, "Clipper uses `clip`");
  const exported = await load(await exportModule(clipper, { outside: { clip, limit, clipped } }));
  assertEquals([await exported.forward(2), await exported.forward(9)], [7, 10]);
});

Deno.test("exportModule() refuses a class that uses super or private fields", async () => {
  class Base extends Module {
    override call() {
      return this.forward() as never;
    }
    forward() {
      return 1;
    }
  }
  class Derived extends Base {
    #x = 1;
    override forward() {
      return super.forward() + this.#x;
    }
  }
  const { reasons } = await assertRejects(() => exportModule(new Derived()), ExportError);
  assertEquals(reasons.length, 2);
});

Deno.test("the stand-in for nodes can hold every operator of the table", async () => {
  const source = await runtimeText(Object.keys(operatorRows), ["ops", "text", "node"]);
  const { ops } = await import(
    `data:application/typescript,${
      encodeURIComponent(`// @ts-nocheck\n${source}\nexport { ops };`)
    }`
  );
  assertEquals(ops.clone({ a: [1] }).data, { a: [1] });
  assertEquals(ops.title("a bc").data, "A Bc");
  assertEquals(ops.equals({ a: 1 }, { a: 1 }).data, true);
  assertEquals(ops.merge({ a: 1 }, new Map()).data, { a: 1 });
  assertEquals(ops.remove([1, 2], 1).data, [2]);
});

const scale = 2;

class Shadowing extends Module<number, number> {
  forward(x: MaybeNode<number>) {
    // A variable of an inner block must not hide the outer use of the same name.
    for (const scale of [1]) void scale;
    return ops.mul(x, scale);
  }
}

Deno.test("exportModule() finds a name from outside that an inner block declares too", async () => {
  await assertRejects(() => exportModule(new Shadowing()), ExportError, "Shadowing uses `scale`");
  const exported = await load(await exportModule(new Shadowing(), { outside: { scale } }));
  assertEquals(await exported.forward(4), 8);
});

Deno.test("exportModule() keeps text in code that looks like an export or import", async () => {
  const poem = trainable((x: number): string => String(x), { name: "poem" });
  poem.parameter.update(
    "const lines = `\nexport const a = 1;\nimport b from 'c';`;\n" +
      "const inner = (x: number): string => lines + x;\nexport { inner as poem };",
  );
  const exported = await import(
    `data:application/typescript,${encodeURIComponent(await exportModule(poem))}`
  );
  assertEquals(await exported.forward(1), "\nexport const a = 1;\nimport b from 'c';1");
});
