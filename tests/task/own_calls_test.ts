/** What becomes of calls that agent or guide did not wait for. */
import { assertEquals, assertRejects } from "@std/assert";
import { ask, defineTask, type LanguageModel, optimize, parameter, trainable } from "../../mod.ts";
import { withOwnCalls } from "../../src/task/own_calls.ts";
import { ambient } from "../../src/trace/ambient.ts";

Deno.test("withOwnCalls() stops the calls that its work left, and names their functions", async () => {
  let signal: AbortSignal | undefined;
  const { value, unawaited } = await withOwnCalls(() => {
    const { calls } = ambient();
    signal = ambient().signal;
    calls?.begin("slow");
    calls?.begin("slow");
    calls?.begin("quick")[Symbol.dispose]();
    return 1;
  }, {});
  assertEquals([value, unawaited, signal?.aborted], [1, ["slow"], false]);
  await new Promise((stopped) => signal?.addEventListener("abort", stopped));
});

Deno.test("withOwnCalls() ends calls with the reason of a limit, which the work may catch", async () => {
  let reason: unknown;
  let isOver: boolean | undefined;
  const late = () => new Error("late");
  const work = () => {
    const { signal, calls } = ambient();
    signal?.addEventListener("abort", () => {
      reason = signal.reason;
      isOver = calls?.isOver;
    });
    return new Promise<never>(() => {});
  };
  const error = await assertRejects(() => withOwnCalls(work, { limitMs: 1, overdue: late }));
  assertEquals([reason === error, isOver], [true, false]);
});

/** Examples and guide of tasks whose agents forget an `await`. */
const shared = {
  examples: { train: [1, 2].map((input) => ({ input })) },
  guide: (_example: unknown, output: unknown) => typeof output === "number" ? output : -1,
};

/** The warning of a task about calls that were not awaited. */
async function warningOf(task: Parameters<typeof optimize>[0]) {
  const events = await Array.fromAsync(optimize(task, { steps: 0 }));
  return events.filter((event) => event.type === "warning")
    .find(({ code }) => code === "calls-unawaited");
}

Deno.test("a forgotten await is reported where no value refuses it: as a condition", async () => {
  const task = defineTask({
    ...shared,
    name: "condition",
    agent: () => {
      const isLarge = trainable(function isLarge(n: number): boolean {
        for (; n > 0;); // without end: it is stopped with the agent
        return true;
      });
      // deno-lint-ignore no-explicit-any
      return { isLarge, forward: (n: number) => (isLarge(n) as any) ? 1 : 0 };
    },
    sandbox: { timeoutMs: 600_000 },
  });
  const warning = await warningOf(task as never);
  assertEquals(
    warning?.message,
    'Calls of "isLarge" were not awaited on 2 of 2 examples: agent or guide ended before they did',
  );
});

/** A model that answers nothing. */
const silent: LanguageModel = {
  name: "silent",
  generate: (_request, { signal } = {}) =>
    new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    }),
};

Deno.test("a guide's forgotten await is reported too, and a question that nobody waits for is no error", async () => {
  const isRight = trainable(function isRight(n: number): boolean {
    return n > 0;
  });
  const style = parameter("short", { name: "style" });
  const task = defineTask({
    ...shared,
    name: "guide",
    agent: () => ({
      style,
      forward(n: number) {
        void ask("What is it?", { system: style });
        return n;
      },
    }),
    // deno-lint-ignore no-explicit-any
    guide: (_example, output) => (isRight(Number(output)) as any) ? 1 : 0,
    agentModel: silent,
  });
  const warning = await warningOf(task as never);
  assertEquals(
    warning?.message.startsWith('Calls of "ask", "isRight" were not awaited on 2 of 2 examples'),
    true,
    warning?.message,
  );
});

Deno.test("calls that are awaited give no warning", async () => {
  const task = defineTask({
    ...shared,
    name: "awaited",
    agent: () => {
      const half = trainable(function half(n: number): number {
        return n / 2;
      });
      return { half, forward: async (n: number) => (await half(n)).data + (await half(n)).data };
    },
  });
  assertEquals(await warningOf(task as never), undefined);
});
