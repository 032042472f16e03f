import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { createClient } from "../../../src/client/client.ts";
import { UsageError } from "../../../src/errors.ts";
import { addTokenLine, newToken } from "../../../src/server/access/new_token.ts";
import { messageOf } from "../../../src/message_of.ts";
import { followTokenFile } from "../../../src/server/access/token_file.ts";
import { Tokens } from "../../../src/server/access/tokens.ts";
import { startServer } from "../../../src/server/serve.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** Puts a file in the place of another one, which no reader sees in part. */
async function replaceFile(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, text);
  await Deno.rename(`${path}.new`, path);
}

Deno.test("a server reads its tokens again when their file changes, and keeps them while it is broken", async () => {
  const dir = await tempDir();
  const tokens = join(dir, "tokens.jsonl");
  const [ann, bea] = [newToken("ann", ["submit", "read"]), newToken("bea", ["read"])];
  await addTokenLine(tokens, ann.line);
  const errors: string[] = [];
  const faults = new EventTarget();
  await using server = await startServer({
    tasks: [],
    dataDir: join(dir, "data"),
    port: 0,
    tokens,
    onError: (error) => {
      errors.push(String(error));
      faults.dispatchEvent(new Event("error"));
    },
  });
  const isAdmitted = ({ token }: { readonly token: string }) =>
    createClient(server.url, { token }).tasks().then(() => true, () => false);
  const until = async (isReached: () => Promise<boolean>) => {
    while (!await isReached()) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  assertEquals([await isAdmitted(ann), await isAdmitted(bea)], [true, false]);
  await addTokenLine(tokens, bea.line);
  await until(() => isAdmitted(bea));
  const said = new Promise((resolve) => faults.addEventListener("error", resolve, { once: true }));
  await replaceFile(tokens, `${bea.line}\n{"id":"ann","token":"${ann.token}"}\n`);
  await said;
  assertStringIncludes(errors[0] ?? "", "line 2");
  assertEquals(errors.filter((error) => error.includes(ann.token)), []);
  assertEquals([await isAdmitted(ann), await isAdmitted(bea)], [true, true]);
  await replaceFile(tokens, `${bea.line}\n`);
  await until(async () => !await isAdmitted(ann));
  assertEquals(await isAdmitted(bea), true);
  assertEquals(errors.length, 1);
});

Deno.test("a server says that its tokens stay valid when their file becomes a pipe, a device or nothing, and reads the next file", async () => {
  const dir = await tempDir();
  const path = join(dir, "tokens.jsonl");
  const [ann, bea] = [newToken("ann", ["read"]), newToken("bea", ["read"])];
  const write = (text: string) => replaceFile(path, text);
  await write(`\uFEFF${ann.line}\r\n${bea.line}\r\n`);
  const tokens = new Tokens();
  const errors: string[] = [];
  const faults = new EventTarget();
  const said = () => new Promise((done) => faults.addEventListener("error", done, { once: true }));
  using _following = await followTokenFile(tokens, {
    path,
    onError: (error) => {
      errors.push(messageOf(error));
      faults.dispatchEvent(new Event("error"));
    },
  });
  for (const make of [() => Deno.remove(path), () => makePipe(path), () => linkTo("/dev/zero")]) {
    const next = said();
    await make();
    await next;
    assertEquals(tokens.holderOf(bea.token)?.id, "bea");
  }
  const [absent, pipe, device] = errors;
  assertMatch(absent ?? "", /^Cannot read .* as a file of tokens: .*stay valid$/);
  assertMatch(pipe ?? "", /expected a file, received a pipe;/);
  assertMatch(device ?? "", /expected a file, received a device/);
  await Deno.remove(path);
  await write(`${ann.line}\n`);
  while (tokens.holderOf(bea.token) !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals(tokens.holderOf(ann.token)?.id, "ann");

  async function makePipe(path: string) {
    const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
    assert(success);
  }
  async function linkTo(target: string) {
    await Deno.remove(path);
    await Deno.symlink(target, path);
  }
});

Deno.test("startServer() refuses a file of tokens that is absent or broken", async () => {
  const dir = await tempDir();
  const start = (tokens: string) => startServer({ tasks: [], dataDir: join(dir, "data"), tokens });
  await assertRejects(() => start(join(dir, "none")), UsageError, "as a file of tokens");
  const broken = join(dir, "broken");
  await Deno.writeTextFile(broken, "{}");
  await assertRejects(() => start(broken), UsageError, "line 1");
});

Deno.test("addTokenLine() makes a file for its owner only, keeps what is in it, and spoils none", async () => {
  const dir = await tempDir();
  const path = join(dir, "tokens.jsonl");
  const lines = ["ann", "bea"].map((id) => newToken(id, ["read"]).line);
  await addTokenLine(path, lines[0] ?? "");
  await Deno.writeTextFile(path, (await Deno.readTextFile(path)).trimEnd()); // as some editors leave it
  const link = join(dir, "link");
  await Deno.symlink(path, link);
  await addTokenLine(link, lines[1] ?? "");
  assertEquals((await Deno.readTextFile(path)).trimEnd().split("\n"), lines);
  assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600); // !: no Windows here
  await assertRejects(() => addTokenLine(path, lines[1] ?? ""), UsageError, "line 2");
  await Deno.writeTextFile(`${path}.new`, "");
  await assertRejects(() => addTokenLine(path, newToken("c", ["read"]).line), UsageError, "exists");
  assertEquals((await Deno.readTextFile(path)).trimEnd().split("\n"), lines);
  assertMatch(newToken("c", ["read"]).token, /^opto_[\w-]{43}$/);
});
