/**
 * The real command as a subprocess, in a session of its own so that everything it leaves behind can be found.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../mod.ts", import.meta.url));

/** The library as a task file outside of the repository imports it. */
export const libraryUrl: string = new URL("../../mod.ts", import.meta.url).href;

/** Exit code and output of a command. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Command lines of processes that outlived it. */
  readonly orphans: readonly string[];
}

/** How to run it. */
export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment besides what Deno needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Permissions that the program does not get: `--deny-read=/proc`. */
  readonly denials?: readonly string[];
  /** Files that it writes may not be larger. */
  readonly maxFileKilobytes?: number;
  /** Called with all of its standard output so far. */
  readonly onOutput?: (text: string, child: Deno.ChildProcess) => void;
}

/** A command under way. */
export interface StartedCommand {
  readonly end: Promise<CommandEnd>;
  kill(signal: Deno.Signal): void;
  /** Waits for a text on standard output and gives its first group. @throws {Error} when the command ends without it */
  until(pattern: RegExp): Promise<string>;
}

/** Runs `mod.ts` with arguments to its end. */
export function opto(args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  return startOpto(args, options).end;
}

/** Starts `mod.ts` with arguments. */
export function startOpto(
  args: readonly string[],
  { cwd, env = {}, denials = [], maxFileKilobytes, onOutput }: CommandOptions = {},
): StartedCommand {
  const kept = ["PATH", "HOME", "DENO_DIR", "DENO_TLS_CA_STORE", "NPM_CONFIG_REGISTRY"]
    .flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  const command = [Deno.execPath(), "run", "-A", ...denials, "--no-check", program, ...args];
  const limit = `trap "" XFSZ; ulimit -f ${maxFileKilobytes}; exec "$@"`; // without the trap it would be killed
  const [file = "", ...rest] = maxFileKilobytes === undefined
    ? command
    : ["bash", "-c", limit, "bash", ...command];
  const child = new Deno.Command(file, {
    args: rest,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...Object.fromEntries(kept), ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  const output = new EventTarget();
  let written = "";
  const stdout = collect(child.stdout, (text) => {
    written = text;
    output.dispatchEvent(new Event("text"));
    onOutput?.(text, child);
  });
  const stderr = collect(child.stderr);
  return {
    end: Promise.all([stdout, stderr, child.status]).then(async ([stdout, stderr, { code }]) => ({
      code,
      stdout,
      stderr,
      orphans: await survivors(child.pid),
    })),
    kill: (signal) => child.kill(signal),
    until(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = () => {
        const found = pattern.exec(written);
        if (found !== null) resolve(found[1] ?? found[0]);
      };
      output.addEventListener("text", look);
      look();
      Promise.all([stdout, stderr]).then((texts) => reject(new Error(texts.join("\n"))));
      const overdue = () => reject(new Error(`no ${pattern} within ${untilMs} ms of:\n${written}`));
      const timer = setTimeout(overdue, untilMs);
      return promise.finally(() => clearTimeout(timer));
    },
  };
}

/** Time in which a text must come, on a busy machine. */
const untilMs = 120_000;

/** The last line of a `--json` run. */
export function lastEvent({ stdout }: CommandEnd): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  onText: (text: string) => void = () => {},
): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    onText(text);
  }
  return text;
}

/** Processes of a session that are still there after the 250 ms that dying may take, and a margin for a busy machine. */
async function survivors(session: number): Promise<string[]> {
  let found = processesOf(session);
  for (let tries = 0; tries < 40 && found.length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = processesOf(session);
  }
  return found;
}

function processesOf(session: number): string[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [state, , , sessionId] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(sessionId) !== session || state === "Z") return [];
      return [Deno.readTextFileSync(`/proc/${name}/cmdline`).replaceAll("\0", " ")];
    } catch {
      return []; // it ended while we looked
    }
  });
}
