/**
 * Hostile clients, in a process of their own: `siege_clients.ts PORT JOB SLOW UNREAD`. Each one connects again when it is cut,
 * and 5 seconds after a refusal, as Retry-After says.
 * On standard input's end it prints how many are connected, and ends.
 *
 * @module
 */
const [port, job, slow, unread] = Deno.args;
let connected = 0;

/** Connects, acts, and waits until the server closes, again and again. */
async function insist(act: (conn: Deno.TcpConn) => Promise<void>): Promise<void> {
  while (true) {
    try {
      using conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
      connected++;
      await act(conn).finally(() => connected--);
    } catch {
      // cut by the server
    }
    await pause(500 + 1000 * Math.random());
  }
}

/** Sends a head, one byte a second. */
async function dribble(conn: Deno.TcpConn): Promise<void> {
  const head = new TextEncoder().encode(
    `GET / HTTP/1.1\r\nHost: localhost\r\nA: ${"a".repeat(4000)}`,
  );
  for (let i = 0; i < head.length; i++) {
    await conn.write(head.subarray(i, i + 1));
    await pause(1000);
  }
}

/** Asks for the events of a job and reads a refusal, or nothing. */
async function ignore(conn: Deno.TcpConn): Promise<void> {
  const request = `GET /v1/jobs/${job}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  await conn.write(new TextEncoder().encode(request));
  const status = new Uint8Array(12);
  await conn.read(status);
  if (!new TextDecoder().decode(status).endsWith("200")) {
    return await pause(5000 * Math.random() + 2500);
  }
  while (true) {
    await pause(1000);
    await conn.write(new Uint8Array([13])); // fails once the server has cut
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

for (let i = 0; i < Number(slow); i++) insist(dribble);
for (let i = 0; i < Number(unread); i++) insist(ignore);
await Deno.stdin.read(new Uint8Array(1));
console.log(connected);
Deno.exit();
