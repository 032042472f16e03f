import { assertEquals } from "@std/assert";
import { bundle, defineTask, Module, parameter, trainable } from "../../mod.ts";

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
      sameType<typeof example.expected, string | undefined>(true);
      return 1;
    },
  });
  const fromModule = defineTask({
    ...common,
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
