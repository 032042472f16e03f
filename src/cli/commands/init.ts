/**
 * `init`: writes a small example task, and the `deno.json` by which it reaches this library.
 *
 * @module
 */
import { messageOf } from "../../message_of.ts";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../../deno.json" with { type: "json" };
import { UsageError } from "../../errors.ts";
import { type Command, defineCommand } from "../command.ts";
import { programName } from "../program_name.ts";
import { projectConfig } from "../../supervise/project_config.ts";

/** Writes a task that runs as it is; never overwrites or changes a file. */
export const initCommand: Command = defineCommand({
  usage: "[FILE]",
  words: [0, 1],
  details:
    `Where no deno.json holds for the folder, one is written beside the task: it maps @opto/opto to this
library, and gives the folder a lock file of its own. One that exists is left as it is.`,
  options: {},
  async run({ words: [path = "task.ts"] }, { terminal }) {
    const folder = dirname(resolve(path));
    const found = projectConfig(folder);
    await writeNew(path, taskFile);
    if (found === undefined) {
      const configPath = join(dirname(path), "deno.json");
      await writeNew(configPath, `${JSON.stringify(libraryConfig(folder), null, 2)}\n`);
      terminal.out(`Wrote ${path} and ${configPath}. Next:\n\n`);
    } else if (found.hasLibrary) {
      terminal.out(`Wrote ${path}. Next:\n\n`);
    } else {
      const lines = JSON.stringify(libraryConfig(dirname(found.path)), null, 2).split("\n");
      terminal.out(
        `Wrote ${path}. It imports @opto/opto, which ${found.path} must map. Add there:\n\n${
          lines.slice(1, -1).join("\n")
        }\n\nNext:\n\n`,
      );
    }
    const command = found?.hasLibrary ? programName() : "deno run -A @opto/opto";
    if (found !== undefined || folder === Deno.cwd()) {
      terminal.out(`  ${command} optimize ${path}\n`);
    } else {
      terminal.out(`  cd ${dirname(path)}\n  ${command} optimize ${basename(path)}\n`);
    }
    return 0;
  },
});

/** What a `deno.json` in a folder needs so that `@opto/opto` is this library. */
function libraryConfig(folder: string): object {
  const imports = { [config.name]: `jsr:${config.name}@^${config.version}` };
  const root = new URL("../../../", import.meta.url);
  if (root.protocol !== "file:") return { imports };
  // From a clone: the packages that it links on this disk must be linked again, as links do not pass on.
  const links = ["./", ...config.links].map((link) => {
    const path = relative(folder, fileURLToPath(new URL(link, root))).replaceAll("\\", "/");
    return path.startsWith(".") ? path : `./${path}`;
  });
  return { imports, links };
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { createNew: true });
  } catch (cause) {
    const exists = cause instanceof Deno.errors.AlreadyExists;
    throw new UsageError(
      `Cannot write "${path}" as a new file: ${exists ? "the file exists" : messageOf(cause)}`,
      { cause, advice: exists ? "Name another file." : "Name a file that can be written." },
    );
  }
}

/** A task that improves within seconds: a rule that estimates a rent. */
const taskFile = `import { defineTask, trainable } from "@opto/opto";

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
