import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { openDatabase } from "../../src/database/database.ts";
import { guardedUser, postgresTest } from "../support/postgres.ts";

const databaseOf = (url: string) => new URL(url).pathname.slice(1);

postgresTest(
  "openDatabase() makes the schema once, also for processes at the same time",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase(url)));
    const versions = "SELECT count(*), count(DISTINCT version) FROM opto.migrations";
    const [all, different] = (await postgres.sql(databaseOf(url), versions)).split("|");
    assertEquals(all, different);
    for (const database of opened) await database[Symbol.asyncDispose]();
  },
);

postgresTest(
  "openDatabase() goes on with a later schema that only adds, and refuses one that breaks",
  async (postgres) => {
    const url = await postgres.newDatabase();
    await (await openDatabase(url))[Symbol.asyncDispose]();
    const add = (version: number, isBreaking: boolean) =>
      postgres.sql(
        databaseOf(url),
        `INSERT INTO opto.migrations VALUES (${version}, ${isBreaking})`,
      );
    await add(900, false);
    await (await openDatabase(url))[Symbol.asyncDispose]();
    await add(901, true);
    const error = await assertRejects(() => openDatabase(url), UsageError);
    assertMatch(error.message, /schema is of version 901, and this program knows \d+$/);
  },
);

postgresTest("openDatabase() says what is wrong, and never the password", async (postgres) => {
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ["opto:secret@db", /received a URL that begins with opto:/],
    ["secret words", /received no URL/],
    ["http://opto:secret@db/opto", /received a URL that begins with http:/],
    ["postgres://postgres:secret@127.0.0.1:1/opto", /opto at 127\.0\.0\.1:1: .*ECONNREFUSED/],
    [postgres.url("nowhere").replace("postgres@", "postgres:secret@"), /"nowhere" does not exist/],
    [postgres.url("postgres", `${guardedUser}:secret`), /password authentication failed/],
    [postgres.url("postgres", `${guardedUser}:right`), /permission denied for database/],
  ];
  for (const [url, expected] of mistakes) {
    const error = await assertRejects(() => openDatabase(url), UsageError, undefined, url);
    assertMatch(error.message, expected);
    assertEquals(Deno.inspect(error).includes("secret"), false, url);
    assertEquals(typeof error.advice, "string");
  }
});

postgresTest("a transaction makes all of its changes or none", async (postgres) => {
  await using database = await openDatabase(await postgres.newDatabase());
  await database.query("CREATE TABLE notes (text text)");
  await database.transaction((session) => session.query("INSERT INTO notes VALUES ($1)", ["a"]));
  await assertRejects(
    () =>
      database.transaction(async (session) => {
        await session.query("INSERT INTO notes VALUES ('b')");
        await session.query("no SQL");
      }),
    Error,
    "syntax error",
  );
  assertEquals(await database.query("SELECT text FROM notes"), [{ text: "a" }]);
});

postgresTest(
  "listen() hears other processes, and tells a gap when its connection was cut",
  async (postgres) => {
    const url = await postgres.newDatabase();
    await using here = await openDatabase(url, { program: "here" });
    await using there = await openDatabase(url);
    const heard: string[] = [];
    let wake = () => {};
    const next = () => new Promise<void>((resolve) => wake = resolve);
    const hear = (text: string) => {
      heard.push(text);
      wake();
    };
    let coming = next();
    using _listening = here.listen("news", {
      onNotification: hear,
      onGap: () => hear("gap"),
    });
    await coming;
    coming = next();
    await there.query("SELECT pg_notify('news', 'first')");
    await coming;
    coming = next();
    await there.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'here'",
    );
    await coming;
    coming = next();
    await there.query("SELECT pg_notify('news', 'second')");
    await coming;
    assertEquals(heard, ["gap", "first", "gap", "second"]);
  },
);

/** Passes bytes on to a server until it falls silent, like a machine that is gone. */
function silenceable(port: number) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  let isSilent = false;
  async function pass(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const part = new Uint8Array(1 << 16);
    try {
      for (let size; (size = await from.read(part)) !== null;) {
        if (!isSilent) await to.write(part.subarray(0, size));
      }
    } catch {
      // closed below
    }
  }
  const passing: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      open.push(client, server);
      passing.push(pass(client, server), pass(server, client));
    }
  })();
  return {
    port: listener.addr.port,
    fallSilent: () => isSilent = true,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      await Promise.all([accepting, ...passing]);
    },
  };
}

postgresTest("a database that is silent does not keep a program from ending", async (postgres) => {
  const url = new URL(await postgres.newDatabase());
  await using proxy = silenceable(Number(url.port));
  url.port = String(proxy.port);
  const database = await openDatabase(url.href);
  const ready = Promise.withResolvers<void>();
  database.listen("news", { onNotification() {}, onGap: ready.resolve });
  await ready.promise;
  proxy.fallSilent();
  const ended = database[Symbol.asyncDispose]().then(() => "ended");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => timer = setTimeout(() => resolve("late"), 20_000)); // a query waits for 30
  assertEquals(await Promise.race([ended, late]), "ended");
  clearTimeout(timer);
});
