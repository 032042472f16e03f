/**
 * `init`: writes a small example task.
 *
 * @module
 */
import { dirname, relative, resolve } from "@std/path";
import { UsageError } from "../../errors.ts";
import { type Command, defineCommand } from "../command.ts";
import { programName, programPath } from "../program_name.ts";

/** Writes a task that runs as it is; never overwrites a file. */
export const initCommand: Command = defineCommand({
  usage: "[FILE]",
  words: [0, 1],
  options: {},
  async run({ words: [path = "task.ts"] }, { terminal }) {
    try {
      await Deno.writeTextFile(path, taskFile(librarySpecifier(path)), { createNew: true });
    } catch (cause) {
      const exists = cause instanceof Deno.errors.AlreadyExists;
      throw new UsageError(
        `Cannot write "${path}" as a new task: ${exists ? "the file exists" : messageOf(cause)}`,
        { cause, advice: exists ? "Name another file." : "Name a file that can be written." },
      );
    }
    terminal.out(`Wrote ${path}. Next:\n\n  ${programName()} optimize ${path}\n`);
    return 0;
  },
});

/** The import specifier by which a task file reaches this library. */
function librarySpecifier(taskPath: string): string {
  const path = programPath();
  if (path === undefined) return Deno.mainModule;
  const nearby = relative(dirname(resolve(taskPath)), path);
  return nearby.startsWith(".") ? nearby : `./${nearby}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A task that improves within seconds: a rule that estimates a rent. */
function taskFile(library: string): string {
  return `import { defineTask, trainable } from "${library}";

interface Flat {
  rooms: number;
  /** Minutes to the centre. */
  minutes: number;
}

/** Flats with their rent. The code sees the input; only the guide sees the expected rent. */
function flats(count: number, random: () => number) {
  return Array.from({ length: count }, () => {
    const input: Flat = { rooms: 1 + Math.floor(random() * 5), minutes: Math.floor(random() * 60) };
    return { input, expected: 320 * input.rooms - 6 * input.minutes + 250 };
  });
}

export default defineTask({
  name: "rent",
  description: "Guess the rent of a flat",
  objective: "Come as close to the true rent as possible.",
  // The code that may change. It runs in a sandbox and sees its argument only.
  agent: () =>
    trainable(function price({ rooms, minutes }: Flat): number {
      return 100 * rooms - minutes;
    }, { description: "The monthly rent of a flat, in euros" }),
  examples: (random) => ({
    train: flats(24, random), // proposals are tried on these,
    validation: flats(24, random), // the best is chosen on these,
    test: flats(24, random), // and these are met once, at the end
  }),
  // Higher is better. Words help a language model; the built-in search goes by the number alone.
  guide: ({ expected = 0 }, output) => {
    if (typeof output !== "number") return { score: -1000, feedback: \`No price: \${output}\` };
    const error = output - expected;
    return {
      score: -Math.abs(error),
      feedback: \`\${Math.abs(error).toFixed(0)} euros too \${error > 0 ? "high" : "low"}.\`,
    };
  },
  summarize: ({ initial, best }) =>
    \`Off by \${-(initial ?? 0) | 0} euros on average before, by \${-(best ?? 0) | 0} after.\`,
  trainer: { steps: 30 },
});
`;
}
