import { assert, assertEquals, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { resolveLimits } from "../../src/code/sandbox/limits.ts";
import { openSandbox } from "../../src/code/sandbox/open_sandbox.ts";
import { SandboxError } from "../../src/errors.ts";
import { SandboxProcess } from "../../src/code/sandbox/sandbox_process.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { program, valueOf } from "../support/code_runner_conformance.ts";
import { sandboxChildren } from "./hostile/host_state.ts";

const isLinux = Deno.build.os === "linux";

function exists(pid: number): boolean {
  try {
    Deno.statSync(`/proc/${pid}`);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something holds; a test that hangs here has failed. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(20);
}

interface ScriptOptions {
  readonly env?: Record<string, string>;
  /** @default ["-A"] */
  readonly permissions?: readonly string[];
}

/** Runs a script that imports from the repository, and gives it as a process. */
function script(text: string, options: ScriptOptions = {}): Deno.ChildProcess {
  const root = new URL("../../", import.meta.url);
  const source = text.replaceAll("@/", root.href);
  const config = new URL("deno.json", root).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...(options.permissions ?? ["-A"]),
      "--no-check",
      "-c",
      config,
      `data:text/javascript,${encodeURIComponent(source)}`,
    ],
    env: options.env ?? {},
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test({
  name: "Sandbox.close() leaves no process, descriptor or zombie after 12 kills",
  ignore: !isLinux,
  async fn() {
    await using warm = await openSandbox();
    await warm.close();
    const descriptors = () => [...Deno.readDirSync("/proc/self/fd")].length;
    const children = () => Deno.readTextFileSync(`/proc/self/task/${Deno.pid}/children`).trim();
    const before = descriptors();
    const others = children();
    for (let round = 0; round < 4; round++) {
      const sandboxes = await Promise.all([openSandbox(), openSandbox(), openSandbox()]);
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
      for (const { pid } of sandboxes) assert(pid === undefined || !exists(pid));
    }
    assertEquals(children(), others);
    assert(descriptors() <= before + 2, `${before} descriptors became ${descriptors()}`);
  },
});

Deno.test({
  name: "Sandbox dies with its host, also when it is busy and the host was killed",
  ignore: !isLinux,
  async fn() {
    const host = script(`
      import { openSandbox } from "@/src/code/sandbox/open_sandbox.ts";
      const sandbox = await openSandbox({ timeoutMs: 100_000, cpuSeconds: 60 });
      const { unit } = await sandbox.load({ source: "export function spin() { for (;;); }" });
      unit.call("spin", []);
      setTimeout(() => console.log(sandbox.pid), 200);
    `);
    const reader = host.stdout.getReader();
    const { value } = await reader.read();
    const pid = Number(new TextDecoder().decode(value));
    assert(exists(pid));
    host.kill("SIGKILL");
    await host.status;
    await until(() => !exists(pid));
    await reader.cancel();
    await host.stderr.cancel();
  },
});

Deno.test("SandboxPool keeps no program alive", async () => {
  const { stdout, stderr } = await script(`
    import { openSandboxPool } from "@/src/code/sandbox/open_sandbox.ts";
    const pool = openSandboxPool({ size: 2, spares: 2 });
    const source = "export function one() { return 1; }";
    const program = { entry: "one", units: [{ id: "one", kind: "trainable", entry: "one", source, original: source, uses: {} }] };
    const { value } = await pool.run({ program, args: [] });
    console.log(value);
  `).output();
  assertEquals(new TextDecoder().decode(stdout), "1\n", new TextDecoder().decode(stderr));
});

Deno.test("SandboxPool.run() never waits for a start while a spare is warm", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 2, timeoutMs: 5_000 });
  const one = program("one", "export function one(): number { return 1; }");
  const end = program(
    "end",
    "export function end(): number { return 'x'.repeat(2 ** 29 - 25).split('').length; }",
  );
  await pool.prepare(one);
  for (let round = 0; round < 3; round++) {
    await until(() => pool.pids.length === 3);
    const spare = pool.pids.at(-1);
    // Beside other programs a crash is tried once more, so it costs the first spare too.
    assertEquals((await pool.run({ program: end, args: [] })).kind, "crashed");
    assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
    assertEquals(pool.pids[0], spare);
  }
});

Deno.test({
  name: "Sandbox starts with an environment of its own and no cache folder",
  ignore: !isLinux,
  async fn() {
    await using sandbox = await openSandbox();
    const environment = await Deno.readTextFile(`/proc/${sandbox.pid}/environ`);
    const names = environment.split("\0").map((line) => line.split("=")[0]).filter(Boolean).sort();
    assertEquals(names.filter((name) => name !== "PWD"), [
      "DENO_CACHE_DB_MODE",
      "DENO_DIR",
      "DENO_NO_UPDATE_CHECK",
      "LANG",
      "NO_COLOR",
      "TZ",
    ]);
  },
});

Deno.test({
  name: "Sandbox outlives a signal from the terminal, which is for the host to act on",
  ignore: !isLinux,
  async fn() {
    await using sandbox = await openSandbox();
    const loaded = await sandbox.load({ source: "export function one(): number { return 1; }" });
    assert(loaded.kind === "loaded");
    const { pid } = sandbox;
    Deno.kill(pid ?? 0, "SIGINT");
    assertEquals(valueOf(await loaded.unit.call("one", [])), 1);
    assertEquals(sandbox.pid, pid);
  },
});

Deno.test({
  name: "openSandbox() keeps its own code on disk by content, and does without where it may not",
  ignore: !isLinux,
  async fn() {
    const directory = await Deno.makeTempDir();
    // Or Deno's own cache would move along.
    const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(info.stdout));
    const names = () => Array.from(Deno.readDirSync(`${directory}/opto`), ({ name }) => name);
    const open = async (permissions: readonly string[]) => {
      const { stdout, stderr } = await script(
        `
        import { openSandbox } from "@/src/code/sandbox/open_sandbox.ts";
        await using sandbox = await openSandbox();
        console.log(sandbox.pid > 0);`,
        { env: { XDG_CACHE_HOME: directory, DENO_DIR: denoDir }, permissions },
      ).output();
      assertEquals(new TextDecoder().decode(stdout), "true\n", new TextDecoder().decode(stderr));
    };
    try {
      await open(["--no-prompt", "--allow-run", "--allow-read"]);
      assertEquals([...Deno.readDirSync(directory)], []);
      await Promise.all([open(["-A"]), open(["-A"])]);
      const [name] = names();
      assertEquals(names().length, 1);
      assert(/^kernel-[0-9a-f]{32}\.json$/.test(name ?? ""));
      await open(["-A"]);
      assertEquals(names(), [name]);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

Deno.test({
  name: "SandboxPool leaves no process when it is disposed while one is being started",
  ignore: !isLinux,
  async fn() {
    const one = program("one", "export function one(): number { return 1; }");
    const others = sandboxChildren();
    for (let round = 0; round < 3; round++) {
      await using pool = openSandboxPool({ size: 2, spares: 2 });
      assertEquals(valueOf(await pool.run({ program: one, args: [] })), 1);
    }
    assertEquals(sandboxChildren(), others);
  },
});

for (const kills of [1, Infinity]) {
  Deno.test({
    name: kills === 1
      ? "SandboxPool starts another process when one is killed while it starts"
      : "SandboxPool gives up when the second process is killed while it starts too",
    ignore: !isLinux,
    async fn() {
      await using pool = openSandboxPool({ size: 1, spares: 0 });
      const one = program("one", "export function one(): number { return 1; }");
      const others = sandboxChildren();
      const seen: number[] = [];
      const killer = setInterval(() => {
        for (const pid of sandboxChildren().filter((pid) => ![...others, ...seen].includes(pid))) {
          seen.push(pid);
          if (seen.length <= kills) Deno.kill(pid, "SIGKILL");
        }
      }, 1);
      try {
        const run = pool.run({ program: one, args: [] });
        if (kills === 1) assertEquals(valueOf(await run), 1);
        else await assertRejects(() => run, SandboxError, "Cannot start a sandbox: the process");
        assertEquals(seen.length, 2);
      } finally {
        clearInterval(killer);
      }
    },
  });
}

Deno.test("SandboxProcess is forgotten once it was killed", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void; // V8's own, by that flag
  async function killOne(): Promise<WeakRef<SandboxProcess>> {
    const process = await SandboxProcess.start(resolveLimits());
    await process.kill("is not needed any more");
    return new WeakRef(process);
  }
  const process = await killOne();
  await until(() => {
    collectGarbage();
    return process.deref() === undefined;
  });
});
