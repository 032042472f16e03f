/** Transfers between accounts, through asynchronous reads and writes. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

type Transfer = readonly [from: string, to: string, amount: number];

interface Settlement {
  readonly balances: Record<string, number>;
  readonly refused: number[];
}

export default debuggingTask({
  name: "settle",
  make: () =>
    trainable(
      async function settle(
        start: Record<string, number>,
        transfers: readonly Transfer[],
      ): Promise<Settlement> {
        const balances = { ...start };
        const refused: number[] = [];
        const read = (name: string) => Promise.resolve(balances[name] ?? 0);
        const write = async (name: string, amount: number) => {
          balances[name] = await Promise.resolve(amount);
        };
        const move = async ([from, to, amount]: Transfer, index: number) => {
          const available = await read(from);
          if (available <= amount) {
            refused.push(index);
            return;
          }
          await write(from, available - amount);
          await write(to, await read(to) + amount);
        };
        await Promise.all(transfers.map(move));
        return { balances, refused };
      },
      {
        description:
          "Makes the transfers one after the other, in their order. One that is larger than the balance at that time is refused: its index is reported. An account that is not there has 0.",
      },
    ),
  cases: [
    [[{ a: 10 }, []], { balances: { a: 10 }, refused: [] }],
    [[{ a: 10, b: 0 }, [["a", "b", 4]]], { balances: { a: 6, b: 4 }, refused: [] }],
    [[{ a: 3, b: 1 }, [["a", "b", 4]]], { balances: { a: 3, b: 1 }, refused: [0] }],
    [[{ a: 4, b: 1 }, [["a", "b", 4]]], { balances: { a: 0, b: 5 }, refused: [] }],
    [[{ a: 9 }, [["a", "new", 2]]], { balances: { a: 7, new: 2 }, refused: [] }],
    [[{ a: 9, b: 0 }, [["a", "b", 2], ["a", "b", 3]]], { balances: { a: 4, b: 5 }, refused: [] }],
    [[{ a: 5, b: 0, c: 0 }, [["a", "b", 4], ["b", "c", 3]]], {
      balances: { a: 1, b: 1, c: 3 },
      refused: [],
    }],
    [[{ a: 5, b: 0 }, [["a", "b", 4], ["a", "b", 4]]], {
      balances: { a: 1, b: 4 },
      refused: [1],
    }],
  ],
  heldOut: [
    [[{ x: 7, y: 7 }, [["x", "y", 7], ["y", "x", 14]]], {
      balances: { x: 14, y: 0 },
      refused: [],
    }],
    [[{ x: 1 }, [["x", "y", 2], ["x", "y", 1]]], { balances: { x: 0, y: 1 }, refused: [0] }],
    [[{ x: 8, y: 2, z: 5 }, [["x", "y", 3], ["z", "y", 3], ["y", "x", 6]]], {
      balances: { x: 11, y: 2, z: 2 },
      refused: [],
    }],
    [[{ x: 2 }, [["ghost", "x", 1]]], { balances: { x: 2 }, refused: [0] }],
    [[{ x: 6 }, [["x", "y", 2], ["x", "y", 2], ["x", "y", 2], ["x", "y", 2]]], {
      balances: { x: 0, y: 6 },
      refused: [3],
    }],
    [[{ x: 30, y: 0 }, [["x", "y", 10], ["y", "x", 4]]], {
      balances: { x: 24, y: 6 },
      refused: [],
    }],
  ],
});
