/**
 * A PostgreSQL database that several machines share: a pool of connections, transactions and notifications.
 *
 * @module
 */
// @ts-types="npm:@types/pg@8.23.1"
import pg from "pg";
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { type Listener, openListener } from "./listener.ts";
import { migrate } from "./migrations.ts";
import type { Session } from "./session.ts";

/** An open database at the schema of this version. Disposing it closes all connections. */
export interface Database extends Session, Listener, AsyncDisposable {
  /** Where it is, without the password: `opto at db.example:5432`. */
  readonly name: string;
  /** Makes all changes of a function or, when it throws, none. */
  transaction<T>(change: (session: Session) => Promise<T>): Promise<T>;
}

/** Options of a database. */
export interface DatabaseOptions {
  /** Connections at the same time, besides one for notifications. @default 8 */
  readonly maxConnections?: number;
  /** Name of this program in the database's list of connections. @default "opto" */
  readonly program?: string;
  /** Receives errors of connections that nothing waits for. @default they are dropped */
  readonly onError?: (error: unknown) => void;
}

/** Time in which a connection must stand. */
const connectMs = 10_000;

/** Time in which a statement must end. */
const statementMs = 30_000;

/**
 * Opens a database and brings its schema up to date.
 *
 * @param url `postgres://user:password@host:port/database`
 * @throws {UsageError} when the URL is none, the database cannot be reached, or its schema is of a later version
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const { maxConnections = 8, program = "opto", onError = () => {} } = options;
  const name = nameOf(url);
  const connection = {
    connectionString: url,
    application_name: program,
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...connection, max: maxConnections });
  pool.on("error", onError); // of an idle connection: the next statement opens another
  await using stack = new AsyncDisposableStack();
  stack.defer(() => pool.end());
  const transaction = async <T>(change: (session: Session) => Promise<T>) => {
    const client = await pool.connect();
    let error: Error | undefined;
    const onBreak = (reason: Error) => error = reason;
    client.on("error", onBreak);
    try {
      await client.query("BEGIN");
      const result = await change(sessionOf(client));
      await client.query("COMMIT");
      return result;
    } catch (reason) {
      await client.query("ROLLBACK").catch((broken) => error = broken);
      throw reason;
    } finally {
      client.off("error", onBreak);
      client.release(error); // a broken connection leaves the pool
    }
  };
  try {
    await migrate(transaction);
  } catch (cause) {
    throw openError(name, cause);
  }
  const listener = stack.use(openListener(() => new pg.Client(connection), onError));
  const parts = stack.move();
  return {
    name,
    ...sessionOf(pool),
    transaction,
    listen: (channel, handlers) => listener.listen(channel, handlers),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

function sessionOf(connection: pg.Pool | pg.PoolClient): Session {
  return {
    async query(statement, values = []) {
      const results: pg.QueryResult | readonly pg.QueryResult[] = await connection.query(
        statement,
        values.map(withoutNul),
      );
      return [results].flat().flatMap(({ rows }) => rows); // several for several statements
    },
  };
}

/** PostgreSQL's text has no NUL character. */
function withoutNul(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}

/** Database, host and port of a URL. @throws {UsageError} when it is none; never names the URL, for its password */
function nameOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    const received = parsed === null ? "no URL" : `a URL that begins with ${parsed.protocol}`;
    throw new UsageError(`Cannot open the database: received ${received}`, { advice: formAdvice });
  }
  const { hostname, port, pathname, searchParams } = parsed;
  const host = searchParams.get("host") ?? (hostname || "localhost");
  return `${pathname.slice(1) || "the default database"} at ${host}:${port || 5432}`;
}

const formAdvice = "Write: postgres://user:password@host:5432/database, in OPTO_DATABASE.";

/** What to do about the reasons for which PostgreSQL refuses a connection, by their code. */
const advices: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Start PostgreSQL, or correct host and port.",
  ENOTFOUND: "Correct the name of the host.",
  "28P01": "Correct user and password.",
  "28000": "Correct the user, or allow it in pg_hba.conf.",
  "3D000": "Make the database, with createdb, or correct its name.",
  "42501": "Give the user the right to create schemas in this database.",
  "53300": "Raise max_connections of the server, or run fewer workers.",
};

function openError(name: string, cause: unknown): UsageError {
  if (cause instanceof UsageError) return cause;
  const { code } = cause as { readonly code?: unknown }; // as: any property of a thrown value may be read
  const advice = advices[String(code)] ?? "Look into the log of PostgreSQL.";
  const reason = messageOf(cause) || String(code);
  return new UsageError(`Cannot open the database ${name}: ${reason}`, { cause, advice });
}
