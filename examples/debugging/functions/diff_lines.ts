/** The shortest list of changes from one list of lines to another. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "diffLines",
  make: () =>
    trainable(function diffLines(before: readonly string[], after: readonly string[]): string[] {
      const [n, m] = [before.length, after.length];
      // common[i][j]: the most lines that before from i and after from j share in order
      const common: number[][] = Array(n + 1).fill(Array(m + 1).fill(0));
      for (let i = n - 1; i >= 0; i--) {
        for (let j = m - 1; j >= 0; j--) {
          common[i]![j] = before[i] === after[j]
            ? common[i + 1]![j + 1]! + 1
            : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
        }
      }
      const changes: string[] = [];
      let [i, j] = [0, 0];
      while (i < n || j < m) {
        if (i < n && j < m && before[i] === after[j]) {
          changes.push(` ${before[i]}`);
          i++;
          j++;
        } else if (j === m || (i < n && common[i + 1]![j]! > common[i]![j + 1]!)) {
          changes.push(`-${before[i++]}`);
        } else {
          changes.push(`+${after[j++]}`);
        }
      }
      return changes;
    }, {
      description:
        "All lines of both lists: kept ones behind a space, removed ones behind -, added ones behind +, with as few changes as possible. Where a removal and an addition are equally good the removal comes first.",
    }),
  cases: [
    [[[], []], []],
    [[["a"], ["a"]], [" a"]],
    [[["a"], []], ["-a"]],
    [[[], ["a"]], ["+a"]],
    [[["a"], ["b"]], ["-a", "+b"]],
    [[["a", "b"], ["a", "c"]], [" a", "-b", "+c"]],
    [[["a", "b", "c"], ["a", "c"]], [" a", "-b", " c"]],
    [[["x", "a", "b"], ["a", "b", "y"]], ["-x", " a", " b", "+y"]],
    [[["a", "b", "c", "d"], ["b", "d", "e"]], ["-a", " b", "-c", " d", "+e"]],
    [[["b", "d", "e"], ["a", "b", "c", "d"]], ["+a", " b", "+c", " d", "-e"]],
  ],
  heldOut: [
    [[["p", "q"], ["q", "p"]], ["-p", " q", "+p"]],
    [[["p", "q", "r", "s"], ["q", "r", "t", "s"]], ["-p", " q", " r", "+t", " s"]],
    [[["q", "r", "t", "s"], ["p", "q", "r", "s"]], ["+p", " q", " r", "-t", " s"]],
    [[["1", "2"], ["3", "4"]], ["-1", "-2", "+3", "+4"]],
    [[["k", "k"], ["k"]], [" k", "-k"]],
    [[["u", "v", "w"], ["w", "u", "v"]], ["+w", " u", " v", "-w"]],
  ],
});
