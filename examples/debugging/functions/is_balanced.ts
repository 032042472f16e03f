/** Whether a binary tree is balanced. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

/** A node with its subtrees; null where there is none. */
type Tree = readonly [left: Tree | null, right: Tree | null];

const leaf: Tree = [null, null];

export default debuggingTask({
  name: "isBalanced",
  make: () =>
    trainable(function isBalanced(root: Tree | null): boolean {
      const unbalanced = -1;
      const height = (tree: Tree | null): number => {
        if (tree === null) return 0;
        const [left, right] = tree;
        const [a, b] = [height(left), height(right)];
        if (a === unbalanced && b === unbalanced) return unbalanced;
        if (a - b > 1) return unbalanced;
        return Math.min(a, b) + 1;
      };
      return height(root) !== unbalanced;
    }, {
      description:
        "Whether in every node of a binary tree the heights of both subtrees differ by at most one. The height of no tree is 0.",
    }),
  cases: [
    [[null], true],
    [[leaf], true],
    [[[leaf, null]], true],
    [[[null, leaf]], true],
    [[[leaf, leaf]], true],
    [[[[leaf, null], null]], false],
    [[[null, [null, leaf]]], false],
    [[[[[leaf, null], null], null]], false],
    [[[[leaf, leaf], leaf]], true],
    [[[leaf, [[leaf, null], null]]], false],
    [[[[[leaf, null], null], leaf]], false],
    [[[[[leaf, null], null], [[leaf, null], null]]], false],
    [[[[[leaf, null], leaf], leaf]], false],
  ],
  heldOut: [
    [[[[leaf, null], [null, leaf]]], true],
    [[[[leaf, null], [[null, leaf], leaf]]], true],
    [[[null, [leaf, leaf]]], false],
    [[[null, [null, [null, leaf]]]], false],
    [[[[null, [null, leaf]], [leaf, leaf]]], false],
    [[[[leaf, leaf], [null, [leaf, null]]]], false],
    [[[[[leaf, null], leaf], [leaf, leaf]]], true],
    [[[[[leaf, leaf], [leaf, null]], leaf]], false],
    [[[leaf, [[null, leaf], leaf]]], false],
  ],
});
