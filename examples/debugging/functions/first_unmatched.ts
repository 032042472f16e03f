/** The first bracket without a partner. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "firstUnmatched",
  make: () =>
    trainable(function firstUnmatched(text: string): number {
      const openers: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
      const open: number[] = [];
      for (let at = 0; at < text.length; at++) {
        const char = text.charAt(at);
        if ("([{".includes(char)) open.push(at);
        const opener = openers[char];
        if (opener === undefined) continue;
        const partner = open.pop();
        if (!partner || text.charAt(partner) !== opener) return at;
      }
      return open.pop() ?? -1;
    }, {
      description:
        "The index of the first closing bracket that does not fit the last open one; without such, of the first bracket left open; -1 when all of (), [] and {} match.",
    }),
  cases: [
    [[""], -1],
    [["plain"], -1],
    [["f(x)"], -1],
    [["(x)"], -1],
    [["[a](b){c}"], -1],
    [["x)"], 1],
    [["(]"], 1],
    [["f(a[0)]"], 5],
    [["("], 0],
    [["a(b(c"], 1],
    [["{(}"], 2],
    [["x[(y])"], 4],
    [["([]"], 0],
  ],
  heldOut: [
    [["()[]{}"], -1],
    [["g{h[i(j)k]l}"], -1],
    [["}"], 0],
    [["((("], 0],
    [["q[r{s"], 1],
    [["{a:(b]}"], 5],
    [["(a)(b"], 3],
    [["[[1]"], 0],
  ],
});
