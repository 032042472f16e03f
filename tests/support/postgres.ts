/**
 * A real PostgreSQL for tests: Debian's, on loopback, in a directory of its own.
 *
 * @module
 */
import { join } from "node:path";

/** A server that a test started. */
export interface PostgresServer extends AsyncDisposable {
  /** URL of a database of the server. @param user @default "postgres", who needs no password */
  url(database: string, user?: string): string;
  /** Makes an empty database and gives its URL. @param template an existing database to copy */
  newDatabase(template?: string): Promise<string>;
  /** Runs statements in a database and gives what `psql` prints: a line for each row. */
  sql(database: string, statements: string): Promise<string>;
  /** Ends the server at once and without order, as a power cut does. */
  kill(): Promise<void>;
  /** Starts the killed server again, at the same port. */
  restart(): Promise<void>;
}

/** Role that must give the password `right`. */
export const guardedUser = "guarded";

const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  shared_buffers: "16MB",
  max_connections: "100",
  log_min_messages: "fatal",
  autovacuum: "off",
};

/** Time in which the server must start, on a busy machine. */
const patienceMs = 60_000;

const programs = findPrograms();
if (programs === undefined) {
  console.warn("There is no PostgreSQL: its tests are skipped (apt-get install postgresql)");
}

/** Registers a test that needs PostgreSQL; it is skipped where none is installed. */
export function postgresTest(
  name: string,
  test: (postgres: PostgresServer) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: programs === undefined,
    fn: () => test(sharedPostgres()),
  });
}

/** Started before the first test, so that no test starts a process that outlives it. */
const shared = programs === undefined ? undefined : await startPostgres();
Deno.test.afterAll(async () => await shared?.[Symbol.asyncDispose]());

/** The server of all tests of a file, which must not stop it. @throws {Error} where none is installed */
export function sharedPostgres(): PostgresServer {
  if (shared === undefined) throw new Error("there is no PostgreSQL");
  return shared;
}

/** Starts a server of one's own. @throws {Error} where none is installed */
export async function startPostgres(): Promise<PostgresServer> {
  if (programs === undefined) throw new Error("there is no PostgreSQL");
  const { bin, user } = programs;
  const data = await Deno.makeTempDir({ prefix: "opto-test-postgres-" });
  if (user !== undefined) await Deno.chown(data, user.uid, user.gid);
  const flags = ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale"];
  await run(join(bin, "initdb"), [...flags, "--encoding=UTF8"], user);
  const access = join(data, "pg_hba.conf");
  const given = await Deno.readTextFile(access);
  await Deno.writeTextFile(access, `host all ${guardedUser} 127.0.0.1/32 scram-sha-256\n${given}`);
  const port = freePort();
  const url = (database: string, role = "postgres") =>
    `postgres://${role}@127.0.0.1:${port}/${database}`;
  const sql = (database: string, statements: string) =>
    run(join(bin, "psql"), ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url(database)], {
      input: statements,
    });
  let child = await startServer({ bin, data, port, user });
  await sql("postgres", `CREATE ROLE ${guardedUser} LOGIN PASSWORD 'right'`);
  let databases = 0;
  return {
    url,
    sql,
    async newDatabase(template = "template1") {
      const name = `test_${++databases}`;
      await sql("postgres", `CREATE DATABASE ${name} TEMPLATE ${template}`);
      return url(name);
    },
    async kill() {
      const backends = await processesIn(data);
      await child.end("KILL");
      // A busy backend outlives its server, and until it ends no other one can start.
      for (const pid of backends) killIfAlive(pid);
    },
    async restart() {
      child = await startServer({ bin, data, port, user });
    },
    async [Symbol.asyncDispose]() {
      await child.end("QUIT");
      await Deno.remove(data, { recursive: true });
    },
  };
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; there it runs as the user that its package made. */
function findPrograms(): { readonly bin: string; readonly user: User | undefined } | undefined {
  const root = "/usr/lib/postgresql";
  try {
    const versions = [...Deno.readDirSync(root)].map(({ name }) => Number(name)).sort((a, b) =>
      b - a
    );
    const bin = join(root, String(versions[0]), "bin");
    Deno.statSync(join(bin, "initdb"));
    if (Deno.uid() !== 0) return { bin, user: undefined };
    const [, , uid, gid] = /^postgres:.*$/m.exec(Deno.readTextFileSync("/etc/passwd"))?.[0]
      .split(":") ?? [];
    return uid === undefined ? undefined : { bin, user: { uid: Number(uid), gid: Number(gid) } };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** The processes that the server of a directory started. */
async function processesIn(data: string): Promise<readonly number[]> {
  const [server] = (await Deno.readTextFile(join(data, "postmaster.pid"))).split("\n");
  const children = await Deno.readTextFile(`/proc/${server}/task/${server}/children`);
  return children.split(" ").filter((pid) => pid !== "").map(Number);
}

function killIfAlive(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** What a server needs. */
interface ServerOptions {
  readonly bin: string;
  readonly data: string;
  readonly port: number;
  readonly user: User | undefined;
}

/** A running server. */
interface ServerProcess {
  end(signal: "KILL" | "QUIT"): Promise<void>;
}

/**
 * Runs a server until told, or until this process dies. A start that fails is repeated: after a crash the backends of the server
 * before hold its memory and its port for a moment.
 */
async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const server = await tryToStart(options, deadline);
    if (server !== null) return server;
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start in ${patienceMs} ms`);
    await pause(200);
  }
}

/** A server that is ready; null when it ended before it was, or was not ready in time. */
async function tryToStart(
  { bin, data, port, user }: ServerOptions,
  deadline: number,
): Promise<ServerProcess | null> {
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // The shell ends with the server. Its reader sends the server a signal when told, or when its standard input ends; in that
  // case nobody else is left to remove the directory.
  const script = `exec 3<&0
    "$@" </dev/null 3<&- & server=$!
    { read -r signal <&3; kill -"\${signal:-QUIT}" $server; [ -n "$signal" ]; } & reader=$!
    wait $server; kill $reader; wait $reader
    [ $? -ne 1 ] || rm -rf "$0"`;
  const args = [join(bin, "postgres"), "-D", data, "-p", String(port), ...options];
  const status = () => Deno.readTextFile(join(data, "postmaster.pid")).catch(() => "");
  const left = await status(); // of a server that was killed
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", script, data, ...args],
    cwd: "/",
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    ...user,
  }).spawn();
  let isOver = false;
  const over = child.status.then(() => isOver = true);
  let isTold = false;
  const end = async (signal: string) => {
    if (isTold) return;
    isTold = true;
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(`${signal}\n`)).catch(() => {}); // it has ended
    await writer.close().catch(() => {});
    await over;
  };
  for (let now = left; now === left || !now.includes("ready"); now = await status()) {
    if (isOver || Date.now() > deadline) {
      await end("KILL");
      return null;
    }
    await pause(20);
  }
  return { end };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs a program to its end and gives its output. @throws {Error} when it fails */
async function run(
  program: string,
  args: readonly string[],
  { input = "", ...user }: Partial<User> & { readonly input?: string } = {},
): Promise<string> {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: "/",
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...user,
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (success) return new TextDecoder().decode(stdout).trimEnd();
  throw new Error(`${program} failed: ${new TextDecoder().decode(stderr)}`);
}
