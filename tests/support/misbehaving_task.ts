/**
 * The source of a task that misbehaves at one place in one way, unless `CALM` is set in its environment.
 *
 * @module
 */
import { libraryUrl } from "../cli/opto_command.ts";

/** What runs with the user's rights. */
export type Place = "agent" | "guide" | "tool" | "summarize";

/** Code for each way, as the body of an asynchronous function. */
export const ways = {
  never: "await new Promise(() => {});",
  "rejects late": "setTimeout(() => Promise.reject(new Error('late words')), 20); await wait(400);",
  "throws from a timer":
    "setTimeout(() => { throw new Error('late words'); }, 20); await wait(400);",
  blocks: "console.log('blocks now'); for (;;);",
  "blocks idly":
    "console.log('blocks now'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  exits: "Deno.exit(0);",
  throws: "throw new Error('late words');",
  "stops the clock": "globalThis.setTimeout = (() => 0) as never;",
  moves: "Deno.chdir('/');",
  "breaks lists": "Array.prototype.map = () => { throw new Error('no lists'); };",
  "breaks messages": "console.log('\\0opto-' + Deno.args[1] + ' .{oops'); await wait(400);",
  prints:
    "const bytes = new TextEncoder().encode('\\x1b[31mred\\x07\\n'); Deno.stdout.writeSync(bytes); Deno.stderr.writeSync(bytes); console.log('\\x1b[2Jcleared');",
} as const;

/** One way to misbehave. */
export type Way = keyof typeof ways;

/** The module of the task. It behaves until the start is evaluated: the third call at a place misbehaves. */
export function misbehavingTask(place: Place, way: Way, name = "odd"): string {
  const at = (here: Place) => place === here ? "await misbehave();" : "";
  const agent = place === "tool"
    ? `trainable(async function scale({ lookup }: { lookup: (x: number) => Promise<number> }, x: number): Promise<number> {
      return 2 * await lookup(x);
    }, { uses: { lookup: async (x: number) => { ${at("tool")} return x; } } })`
    : `({
    factor: parameter(1, { name: "factor" }),
    async forward(x: number) { ${at("agent")} return this.factor.mul(x); },
  })`;
  return `import { defineTask, parameter, trainable } from "${libraryUrl}";
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let calls = 0;
async function misbehave() {
  if (++calls < ${place === "summarize" ? 1 : 3} || Deno.env.get("CALM")) return;
  ${ways[way]}
}
void [parameter, trainable];
export default defineTask({
  name: "${name}",
  agent: () => ${agent},
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: async ({ expected = 0 }, output) => {
    await wait(5);
    ${at("guide")}
    return -Math.abs(Number(output) - Number(expected)) || 0;
  },
  summarize: ${
    place === "summarize"
      ? "(async () => { await misbehave(); return 'fine'; }) as never"
      : "() => 'fine'"
  },
});
`;
}
