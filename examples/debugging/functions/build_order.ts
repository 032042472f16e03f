/** An order of tasks that need others done before. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "buildOrder",
  make: () =>
    trainable(function buildOrder(needs: Record<string, readonly string[]>): string[] | null {
      const waiting = new Map<string, Set<string>>();
      for (const [task, before] of Object.entries(needs)) {
        waiting.set(task, new Set(before));
        for (const other of before) waiting.set(other, new Set());
      }
      const order: string[] = [];
      while (waiting.size > 0) {
        const ready = [...waiting.keys()].filter((task) => waiting.get(task)?.size === 0).sort();
        const next = ready.at(-1);
        if (next === undefined) return order;
        order.push(next);
        waiting.delete(next);
        for (const before of waiting.values()) before.delete(next);
      }
      return order;
    }, {
      description:
        "An order of all tasks, those named only as needed by others among them, in which each comes after what it needs; of several that are ready the first by the alphabet goes next. null when there is no such order.",
    }),
  cases: [
    [[{}], []],
    [[{ a: [] }], ["a"]],
    [[{ b: [], a: [] }], ["a", "b"]],
    [[{ b: ["a"], a: [] }], ["a", "b"]],
    [[{ a: ["b"], b: [] }], ["b", "a"]],
    [[{ app: ["lib"] }], ["lib", "app"]],
    [[{ a: ["b"], b: ["c"], c: [] }], ["c", "b", "a"]],
    [[{ c: [], b: ["c"], a: ["b"] }], ["c", "b", "a"]],
    [[{ a: ["b"], b: ["a"] }], null],
    [[{ a: ["a"] }], null],
    [[{ d: ["b", "c"], b: ["a"], c: ["a"] }], ["a", "b", "c", "d"]],
    [[{ z: [], y: ["z"], x: [] }], ["x", "z", "y"]],
  ],
  heldOut: [
    [[{ m: ["k", "l"], n: ["m"], k: ["j"] }], ["j", "k", "l", "m", "n"]],
    [[{ p: [], q: ["r"], r: ["q"] }], null],
    [[{ c: ["a"], a: ["b"], b: [] }], ["b", "a", "c"]],
    [[{ b: ["c"], c: [], a: ["c"] }], ["c", "a", "b"]],
    [[{ x: ["y"], z: ["y"] }], ["y", "x", "z"]],
    [[{ shop: ["bag", "list"], list: ["pen"], home: ["shop"] }], [
      "bag",
      "pen",
      "list",
      "shop",
      "home",
    ]],
    [[{ b: ["a"], a: ["c"], c: ["b"] }], null],
  ],
});
