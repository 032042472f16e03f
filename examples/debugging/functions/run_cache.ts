/** A cache that forgets what was used least recently. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

type Operation = readonly ["get", key: string] | readonly ["set", key: string, value: number];

export default debuggingTask({
  name: "runCache",
  make: () =>
    trainable(
      function runCache(capacity: number, operations: readonly Operation[]): (number | null)[] {
        const cache = new Map<string, number>(); // the least recently used first
        const results: (number | null)[] = [];
        for (const operation of operations) {
          const key = operation[1];
          if (operation[0] === "get") {
            const value = cache.get(key);
            if (value !== undefined) {
              cache.delete(key);
              cache.set(key, value);
            }
            results.push(value || null);
          } else {
            cache.set(key, operation[2]);
            const oldest = cache.keys().next().value;
            if (cache.size >= capacity && oldest !== undefined) cache.delete(oldest);
          }
        }
        return results;
      },
      {
        description:
          "Plays operations on a cache of limited capacity, empty at first; returns what each get found, null for nothing. A set beyond the capacity removes the key whose last get or set is longest ago.",
      },
    ),
  cases: [
    [[2, [["get", "a"]]], [null]],
    [[3, [["set", "a", 1], ["get", "a"]]], [1]],
    [[3, [["set", "a", 0], ["get", "a"]]], [0]],
    [[2, [["set", "a", 1], ["set", "b", 2], ["get", "a"], ["get", "b"]]], [1, 2]],
    [[2, [["set", "a", 1], ["set", "b", 2], ["set", "c", 3], ["get", "a"], ["get", "c"]]], [
      null,
      3,
    ]],
    [[2, [["set", "a", 1], ["set", "b", 2], ["get", "a"], ["set", "c", 3], ["get", "b"]]], [
      1,
      null,
    ]],
    [[
      2,
      [["set", "a", 1], ["set", "b", 2], ["set", "a", 5], ["set", "c", 3], ["get", "a"], [
        "get",
        "b",
      ]],
    ], [5, null]],
    [[1, [["set", "a", 1], ["get", "a"], ["set", "b", 2], ["get", "a"], ["get", "b"]]], [
      1,
      null,
      2,
    ]],
    [[3, [["set", "a", 1], ["set", "b", 2], ["set", "a", 3], ["get", "b"], ["get", "a"]]], [2, 3]],
  ],
  heldOut: [
    [[1, [["set", "x", 0], ["get", "x"], ["get", "y"]]], [0, null]],
    [[3, [["set", "x", 1], ["set", "y", 2], ["set", "z", 3], ["get", "x"]]], [1]],
    [[
      3,
      [["set", "x", 1], ["set", "y", 2], ["set", "z", 3], ["set", "x", 9], ["set", "w", 4], [
        "get",
        "x",
      ], ["get", "y"]],
    ], [9, null]],
    [[2, [["set", "x", 1], ["set", "x", 2], ["set", "y", 3], ["get", "x"], ["get", "y"]]], [2, 3]],
    [[
      2,
      [["set", "x", 0], ["set", "y", 7], ["get", "x"], ["set", "z", 8], ["get", "x"], [
        "get",
        "y",
      ]],
    ], [0, 0, null]],
    [[2, [["get", "x"], ["set", "x", 4], ["get", "x"]]], [null, 4]],
  ],
});
