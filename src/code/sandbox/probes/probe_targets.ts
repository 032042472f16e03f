/**
 * The targets of an attack, which must stay out of reach: a file, an environment variable, a listening socket.
 *
 * @module
 */
import { join } from "node:path";

/** The addresses of the targets, passed to each attack. */
export interface TargetAddresses {
  readonly directory: string;
  readonly file: string;
  readonly env: string;
  readonly port: number;
  /** Process id of the host. */
  readonly hostPid: number;
}

/** The environment variable with a secret of this process. */
const secretVariable = "OPTO_PROBE_SECRET";

/** Three targets that record access. */
export class ProbeTargets implements AsyncDisposable {
  readonly aim: TargetAddresses;
  readonly #secret = crypto.randomUUID();
  readonly #listener: Deno.TcpListener;
  readonly #before: string;
  #connections = 0;

  private constructor(directory: string) {
    const file = join(directory, "secret.txt");
    Deno.writeTextFileSync(file, this.#secret);
    Deno.env.set(secretVariable, this.#secret);
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#count();
    this.aim = {
      directory,
      file,
      env: secretVariable,
      port: this.#listener.addr.port,
      hostPid: Deno.pid,
    };
    this.#before = this.#look();
  }

  /** Creates all three. */
  static async open(): Promise<ProbeTargets> {
    return new ProbeTargets(await Deno.makeTempDir({ prefix: "opto-probe-" }));
  }

  /** Describes the targets that were reached. @param output all output of the sandbox */
  touched(output: string): string[] {
    const touched: string[] = [];
    if (this.#look() !== this.#before) touched.push("files changed");
    if (Deno.env.get(secretVariable) !== this.#secret) touched.push("the environment changed");
    if (this.#connections > 0) touched.push("the socket was reached");
    if (output.includes(this.#secret)) touched.push("the secret came out");
    return touched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await Deno.remove(this.aim.directory, { recursive: true });
  }

  /** The contents of all files in the directory. */
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
