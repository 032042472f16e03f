/**
 * What an attack must not touch: a file, an environment value, a listening socket.
 *
 * @module
 */
import { join } from "@std/path";

/** Told to attacks, so that they know where to aim. */
export interface Aim {
  readonly directory: string;
  readonly file: string;
  readonly env: string;
  readonly port: number;
  /** Process id of the host. */
  readonly hostPid: number;
}

/** The environment variable that holds a secret of this process. */
export const canaryVariable = "OPTO_CANARY";

/** Three things that notice when they are touched. */
export class Canary implements AsyncDisposable {
  readonly aim: Aim;
  readonly #secret = crypto.randomUUID();
  readonly #listener: Deno.TcpListener;
  readonly #before: string;
  #connections = 0;

  private constructor(directory: string) {
    const file = join(directory, "canary.txt");
    Deno.writeTextFileSync(file, this.#secret);
    Deno.env.set(canaryVariable, this.#secret);
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#count();
    this.aim = {
      directory,
      file,
      env: canaryVariable,
      port: this.#listener.addr.port,
      hostPid: Deno.pid,
    };
    this.#before = this.#look();
  }

  /** Sets all three up. */
  static async open(): Promise<Canary> {
    return new Canary(await Deno.makeTempDir({ prefix: "opto-canary-" }));
  }

  /** What was touched, in words. @param said everything that came out of the sandbox */
  touched(said: string): string[] {
    const touched: string[] = [];
    if (this.#look() !== this.#before) touched.push("files changed");
    if (Deno.env.get(canaryVariable) !== this.#secret) touched.push("the environment changed");
    if (this.#connections > 0) touched.push("the socket was reached");
    if (said.includes(this.#secret)) touched.push("the secret came out");
    return touched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await Deno.remove(this.aim.directory, { recursive: true });
  }

  /** All that can be seen of the directory. */
  #look(): string {
    return [...Deno.readDirSync(this.aim.directory)].map(({ name }) => {
      const path = join(this.aim.directory, name);
      const { mtime, mode, size } = Deno.lstatSync(path);
      return `${name} ${mtime?.getTime()} ${mode} ${size} ${Deno.readTextFileSync(path)}`;
    }).sort().join("\n");
  }

  async #count(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#connections++;
      connection.close();
    }
  }
}
