import { assertEquals } from "@std/assert";
import {
  bundle,
  defineTask,
  Module,
  optimize,
  parameter,
  sandboxed,
  trainable,
} from "../../mod.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Compiles only when the types are the same. */
function sameType<A, B>(_isSame: Equal<A, B>): void {}

class Shout extends Module<string, string> {
  mark = parameter("!", { name: "mark" });
  forward(text: string) {
    return this.mark.data + text;
  }
}

/** An agent from numbers to numbers. */
const double = () =>
  trainable(function double(x: number): number {
    return 2 * x;
  });

const common = { name: "t", examples: { train: [{ input: 1, expected: "one" }] } };

Deno.test("defineTask() infers the guide's output type from the agent", () => {
  const fromTrainable = defineTask({
    ...common,
    agent: () =>
      trainable(function split(x: number): string[] {
        return [String(x)];
      }),
    guide(example, output) {
      sameType<typeof output, string[] | Error>(true);
      sameType<typeof example.expected, string>(true);
      return 1;
    },
  });
  const fromModule = defineTask({
    name: "t",
    examples: { train: [{ input: "one" }] },
    agent: () => new Shout(),
    guide(_example, output) {
      sameType<typeof output, string | Error>(true);
      return 1;
    },
  });
  const fromRecord = defineTask({
    ...common,
    agent: () => ({ forward: async (x: number) => await Promise.resolve({ x }) }),
    guide(_example, output) {
      sameType<typeof output, { x: number } | Error>(true);
      return 1;
    },
  });
  const fromBundle = defineTask({
    ...common,
    agent: () => bundle((x: number): boolean => x > 0),
    guide(_example, output) {
      sameType<typeof output, boolean | Error>(true);
      return 1;
    },
  });
  const tasks = [fromTrainable, fromModule, fromRecord, fromBundle];
  assertEquals(tasks.map(({ name }) => name), ["t", "t", "t", "t"]);
});

Deno.test("defineTask() infers the guide's example type from the data", () => {
  const numbers = [1, 2, 3];
  const tasks = [
    defineTask({
      name: "a list",
      agent: double,
      examples: { train: numbers.map((x) => ({ input: x, expected: 2 * x })) },
      guide({ input, expected }, output) {
        sameType<typeof input, number>(true);
        sameType<typeof expected, number>(true);
        return output instanceof Error ? 0 : expected - output;
      },
    }),
    defineTask({
      name: "an asynchronous function",
      agent: double,
      examples: async (random) => ({
        train: await Promise.resolve(numbers.map((x) => ({ input: x, expected: random() }))),
      }),
      guide({ input, expected }, output) {
        sameType<typeof input, number>(true);
        sameType<typeof expected, number>(true);
        return output instanceof Error ? 0 : expected - output;
      },
    }),
    defineTask({
      name: "a promise",
      agent: double,
      examples: Promise.resolve({ train: [{ input: 1, expected: "one" }] }),
      guide({ input, expected }) {
        sameType<typeof input, number>(true);
        sameType<typeof expected, string>(true);
        return expected.length;
      },
    }),
    defineTask({
      name: "some without expected",
      agent: double,
      examples: { train: [{ input: 1, expected: 2 }, { input: 2 }] },
      guide({ expected }) {
        sameType<typeof expected, number | undefined>(true);
        return expected ?? 0;
      },
    }),
    defineTask({
      name: "a split without expected",
      agent: double,
      examples: { train: [{ input: 1, expected: 2 }], test: numbers.map((input) => ({ input })) },
      guide({ expected }) {
        sameType<typeof expected, number | undefined>(true);
        return expected ?? 0;
      },
    }),
    defineTask({
      name: "no expected",
      agent: double,
      examples: { train: [{ input: 1 }] },
      guide({ input, expected }) {
        sameType<typeof expected, undefined>(true);
        return input;
      },
    }),
    defineTask({
      name: "a function",
      agent: double,
      examples: (random) => ({
        train: Array.from({ length: 3 }, () => ({ input: random(), expected: "a" })),
        validation: [{ input: 1, expected: "b" }],
      }),
      guide({ input, expected }) {
        sameType<typeof input, number>(true);
        sameType<typeof expected, string>(true);
        return input;
      },
    }),
    defineTask({
      name: "tuples",
      agent: () => ({ w: parameter(1), forward: ([a, b]: [number, number]) => a + b }),
      examples: { train: [{ input: [1, 2], expected: 3 }] },
      guide({ input, expected }) {
        sameType<typeof input, [number, number]>(true);
        sameType<typeof expected, number>(true);
        return input[0];
      },
    }),
    defineTask({
      name: "made tuples",
      agent: () => ({ w: parameter(1), forward: ([a, b]: [number, number]) => a + b }),
      examples: (random) => ({
        train: Array.from({ length: 3 }, () => ({ input: [random(), 2] })),
      }),
      guide({ input }) {
        sameType<typeof input, [number, number]>(true);
        return input[0];
      },
    }),
    defineTask({
      name: "choices",
      agent: () => ({ w: parameter(1), forward: (q: "a" | "b") => q }),
      examples: { train: [{ input: "a", expected: "a" }] },
      guide({ input }) {
        sameType<typeof input, "a" | "b">(true);
        return input.length;
      },
    }),
    defineTask({
      name: "a module",
      agent: () => new Shout(),
      examples: { train: [{ input: "a", expected: ["A!"] }] },
      guide({ input, expected }) {
        sameType<typeof input, string>(true);
        sameType<typeof expected, string[]>(true);
        return 1;
      },
    }),
    defineTask({
      name: "a bundle",
      agent: () => bundle((x: number): boolean => x > 0),
      examples: { train: [{ input: 1, expected: true }] },
      guide({ input, expected }) {
        sameType<typeof input, number>(true);
        sameType<typeof expected, boolean>(true);
        return 1;
      },
    }),
    defineTask({
      name: "fixed code",
      agent() {
        const priority = trainable(function priority(x: number): number {
          return x;
        });
        return sandboxed(function pack({ priority }, items: number[]): number[] {
          return items.map((item) => priority(item));
        }, { uses: { priority } });
      },
      examples: (random) => ({ train: [{ input: [random()] }], test: [{ input: [random()] }] }),
      guide({ input }, output) {
        sameType<typeof input, number[]>(true);
        sameType<typeof output, number[] | Error>(true);
        return 1;
      },
    }),
    defineTask({
      name: "an agent without input",
      agent: () => ({ p: parameter(1), forward: () => 3 }),
      examples: { train: [{ input: "q", expected: 3 }] },
      guide({ input }) {
        sameType<typeof input, string>(true);
        return 1;
      },
    }),
    defineTask({
      name: "data with more in it",
      agent: () => ({ p: parameter(1), forward: (q: { text: string }) => q.text }),
      examples: { train: [{ input: { text: "a", id: 3 }, expected: "a", note: "from Ann" }] },
      guide({ input }) {
        sameType<typeof input.id, number>(true);
        return input.id;
      },
    }),
  ];
  assertEquals(new Set(tasks.map(({ name }) => name)).size, 15);
});

/** Definitions that must not compile. Most would be refused at run time too, so none is called. */
export function mistakes(): void {
  const train = [{ input: 1, expected: 2 }];
  const examples = { train };
  const guide = () => 0;
  const name = "t";
  // @ts-expect-error: an input of the wrong type
  defineTask({ name, agent: double, examples: { train: [{ input: "1" }] }, guide });
  const words = ["1"].map((input) => ({ input, expected: 2 }));
  // @ts-expect-error: made inputs of the wrong type
  defineTask({ name, agent: double, examples: { train: words }, guide });
  // @ts-expect-error: inputs of the wrong type from a function
  defineTask({ name, agent: double, examples: () => ({ train: words }), guide });
  // @ts-expect-error: an input of the wrong type in another split
  defineTask({ name, agent: double, examples: { train, validation: [{ input: "1" }] }, guide });
  // @ts-expect-error: an input of the wrong type for a module
  defineTask({ name, agent: () => new Shout(), examples, guide });
  // @ts-expect-error: an example without input
  defineTask({ name, agent: double, examples: { train: [{ expected: 2 }] }, guide });
  // @ts-expect-error: a misspelt member
  defineTask({ name, agent: double, examples: { train: [{ input: 1, expcted: 2 }] }, guide });
  // @ts-expect-error: a misspelt split
  defineTask({ name, agent: double, examples: { training: [{ input: 1 }] }, guide });
  // @ts-expect-error: a second split that does not exist
  defineTask({ name, agent: double, examples: { train, tests: train }, guide });
  // @ts-expect-error: a list in place of splits
  defineTask({ name, agent: double, examples: [{ input: 1 }], guide });
  // @ts-expect-error: inputs of the wrong type from an asynchronous function
  defineTask({ name, agent: double, examples: () => Promise.resolve({ train: words }), guide });
  // @ts-expect-error: a promise of a list in place of splits
  defineTask({ name, agent: double, examples: Promise.resolve([{ input: 1 }]), guide });
  // @ts-expect-error: no examples
  defineTask({ name, agent: double, guide });
  // @ts-expect-error: no guide
  defineTask({ name, agent: double, examples });
  // @ts-expect-error: no name
  defineTask({ agent: double, examples, guide });
  // @ts-expect-error: no agent
  defineTask({ name, examples, guide });
  // @ts-expect-error: an agent in place of a function that makes it
  defineTask({ name, agent: { forward: (x: number) => x }, examples, guide });
  // @ts-expect-error: an agent that is a number
  defineTask({ name, agent: () => 3, examples, guide });
  // @ts-expect-error: an asynchronous maker of the agent
  defineTask({ name, agent: async () => await Promise.resolve(new Shout()), examples, guide });
  defineTask({
    name,
    agent: double,
    examples: { train: [{ input: 1, expected: 2 }, { input: 2 }] },
    // @ts-expect-error: `expected` may be undefined
    guide: ({ expected }) => expected + 1,
  });
  // @ts-expect-error: the output may be an error
  defineTask({ name, agent: double, examples, guide: (_example, output) => output + 1 });
  // @ts-expect-error: a guide that returns a text
  defineTask({ name, agent: double, examples, guide: () => "good" });
  // @ts-expect-error: a guide that returns nothing
  defineTask({ name, agent: double, examples, guide: () => {} });
  // @ts-expect-error: feedback without a score
  defineTask({ name, agent: double, examples, guide: () => ({ feedback: "bad" }) });
  // @ts-expect-error: a misspelt part
  defineTask({ name, agent: double, examples, guide, objectiv: "More." });
  // @ts-expect-error: a misspelt setting of the trainer
  defineTask({ name, agent: double, examples, guide, trainer: { stepz: 3 } });
  // @ts-expect-error: a trainer that does not exist
  defineTask({ name, agent: double, examples, guide, trainer: "minibatsh" });
  // @ts-expect-error: a setting of the wrong type
  defineTask({ name, agent: double, examples, guide, trainer: { batchSize: "4" } });
  // @ts-expect-error: a misspelt setting of the optimizer
  defineTask({ name, agent: double, examples, guide, optimizer: { name: "opro", memory: 3 } });
  // @ts-expect-error: a misspelt limit
  defineTask({ name, agent: double, examples, guide, sandbox: { timeout: 3 } });
  const task = defineTask({ name, agent: double, examples, guide });
  // @ts-expect-error: an example of the wrong type for the guide
  task.guide({ input: "1", expected: 2 }, 2);
  // @ts-expect-error: a misspelt option of a run
  optimize(task, { stepz: 3 });
}
