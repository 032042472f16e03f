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
import "../../src/entry/install_host_services.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { text } from "../../src/trace/operators/text.ts";
import { sandboxed, trainable } from "../../src/trace/code/trainable.ts";
import { twice } from "./exported_names.ts";
import bounds from "./bounds.json" with { type: "json" };
import { sharedSandbox } from "../support/shared_sandbox.ts";

/** Squares on one side. */
const side = 3;
const [low, high] = [1, side * 2];
const unit: Length = bounds.unit;

/** A length, in units. */
type Length = number;

/** Adds the unit, as often as the side is long. */
const widen = bundle(function widen(x: Length): Length {
  return x + unit * side; // all sides
}, { description: "Widens." });

function within(x: Length): Length {
  return twice(Math.min(high, Math.max(low, x)));
}

let counter = 0;

class Bounded extends Module<number, number> {
  w = parameter(2, { name: "w" });

  /** Keeps it within. */
  forward(x: MaybeNode<Length>) {
    return widen(ops.mul(x, this.w)).add(within(side));
  }
}

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

Deno.test("exportModule() takes along what its functions use from their modules, with types and comments", async () => {
  const agent = new Bounded();
  const source = await exportModule(agent, { modules: [import.meta.url] });
  const exported = await load(source);
  for (const input of [1, 5]) {
    assertEquals(await exported.forward(input), agent.forward(input).data);
  }
  for (
    const text of [
      "/** Keeps it within. */",
      "// all sides",
      "forward(x: MaybeNode<Length>)",
      "type Length = number;",
    ]
  ) {
    assert(source.includes(text), text);
  }
  const alone = await assertRejects(() => exportModule(agent), ExportError);
  assert(alone.reasons.includes("Bounded uses `widen`, which is outside of it"));
  const counting = { w: parameter(1), forward: (x: number) => x + counter++ };
  const changing = await assertRejects(
    () => exportModule(counting, { modules: [import.meta.url] }),
    ExportError,
  );
  assertEquals(changing.reasons, [
    '"forward" uses `counter`, a variable of its module that may change',
  ]);
  const hidden = (side: number) => ({ w: parameter(1), forward: (x: number) => x + side });
  const shadowed = await assertRejects(
    () => exportModule(hidden(9), { modules: [import.meta.url] }),
    ExportError,
  );
  assertEquals(shadowed.reasons, ['"forward" uses `side`, which is outside of it']);
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

Deno.test("exportModule() keeps the types of a sandboxed function that never ran", async () => {
  const first = sandboxed(function first(items: readonly string[]): string {
    return items[0] ?? "none"; // of many
  });
  const text = await exportModule(first);
  assert(text.includes("function first(items: readonly string[]): string"), text);
  assert(text.includes("// of many"));
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
