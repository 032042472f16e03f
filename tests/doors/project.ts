/**
 * A folder outside of the repository in which Opto is used as a stranger would use it.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type JsrRegistry, openJsrRegistry } from "../support/jsr_registry.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The clone: the folder of `mod.ts`. */
export const clone: string = fileURLToPath(new URL("../../", import.meta.url));

/** The end of a command. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder. */
export interface Project {
  readonly dir: string;
  /** How the library's command line is named before the folder maps it: `/path/to/clone/mod.ts`, `jsr:@opto/opto`. */
  readonly program: string;
  /** Runs `deno` with arguments in the folder. */
  run(...args: string[]): Promise<CommandEnd>;
  /** Starts `deno` with arguments in the folder. */
  start(...args: string[]): Deno.ChildProcess;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
}

/** Opens a registry on loopback to which the library was published. */
export async function openPublished(): Promise<JsrRegistry> {
  await using stack = new AsyncDisposableStack();
  const registry = stack.use(await openJsrRegistry());
  await registry.publish(clone);
  stack.move();
  return registry;
}

/** Opens a project that gets the library from a registry, or else from this clone. */
export async function openProject(registry?: JsrRegistry): Promise<Project> {
  const dir = await tempDir();
  const env = { NO_COLOR: "1", ...(registry === undefined ? {} : { JSR_URL: registry.url }) };
  const command = (args: readonly string[]) =>
    new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: dir,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  return {
    dir,
    program: registry === undefined ? join(clone, "mod.ts") : "jsr:@opto/opto",
    async run(...args) {
      const { code, stdout, stderr } = await command(args).output();
      const text = new TextDecoder();
      return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
    },
    start: (...args) => command(args).spawn(),
    write: (path, text) => Deno.writeTextFile(join(dir, path), text),
    read: (path) => Deno.readTextFile(join(dir, path)),
  };
}
