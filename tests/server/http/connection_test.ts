import { assertEquals } from "@std/assert";
import { Connection } from "../../../src/server/http/connection.ts";

/** A peer that takes bytes when the test says so. */
function peer() {
  const takes: ((count: number) => void)[] = [];
  const conn: Partial<Deno.TcpConn> = {
    remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
    setNoDelay() {},
    read: () => new Promise(() => {}),
    write: () => new Promise((resolve) => takes.push(resolve)),
    close() {},
  };
  async function take(count: number): Promise<void> {
    takes.shift()?.(count);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { conn: conn as Deno.TcpConn, take }; // as: a connection uses no more of it
}

Deno.test("a peer that takes a byte now and then stays late until it has taken 64 KB", async () => {
  const { conn, take } = peer();
  const connection = new Connection(conn, () => {});
  connection.write(new Uint8Array(100_000));
  const since = connection.debt?.since ?? NaN;
  for (let i = 0; i < 3; i++) await take(1);
  assertEquals(connection.debt, { kind: "read", since });
  await take(65_533);
  const later = connection.debt;
  assertEquals([later?.kind, (later?.since ?? NaN) > since], ["read", true]);
  await take(100_000 - 65_536);
  assertEquals(connection.debt?.kind, "head");
  connection.destroy();
});
