/**
 * A small file system of its own, to fill up. Needs the right to mount; tests skip without it.
 *
 * @module
 */
import { join } from "node:path";

/** A file system of some hundred kilobytes. Disposing it unmounts it. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Leaves no byte. */
  fill(): void;
  /** Makes the space free again that `fill` took. */
  free(): Promise<void>;
}

/** Mounts a small disk. @throws {Error} without the right to mount */
export async function mountSmallDisk(kilobytes = 512): Promise<SmallDisk> {
  const path = await Deno.makeTempDir({ prefix: "opto-disk-" });
  const mounted = await call("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", path);
  if (mounted !== "") {
    await Deno.remove(path);
    throw new Error(mounted);
  }
  let fillers = 0;
  return {
    path,
    fill() {
      using file = Deno.openSync(join(path, `filler-${fillers++}`), { create: true, write: true });
      for (const size of [4096, 1]) {
        try {
          while (file.writeSync(new Uint8Array(size)) > 0);
        } catch (error) {
          if (!String(error).includes("os error 28")) throw error;
        }
      }
    },
    async free() {
      for (; fillers > 0; fillers--) await Deno.remove(join(path, `filler-${fillers - 1}`));
    },
    async [Symbol.asyncDispose]() {
      await call("umount", "--lazy", path);
      await Deno.remove(path);
    },
  };
}

/** A test of a full disk; skipped, with a note, where this process may not mount. */
export function diskTest(name: string, run: (disk: SmallDisk) => Promise<void>): void {
  Deno.test(name, async (t) => {
    let disk: SmallDisk;
    try {
      disk = await mountSmallDisk();
    } catch (error) {
      console.warn(`skipped: cannot mount a small disk: ${error}`);
      await t.step({ name: "needs the right to mount", ignore: true, fn() {} });
      return;
    }
    await using _disk = disk;
    await run(disk);
  });
}

/** Runs a command; gives what it says when it fails, else nothing. */
async function call(command: string, ...args: string[]): Promise<string> {
  try {
    const { success, stderr } = await new Deno.Command(command, { args }).output();
    return success ? "" : new TextDecoder().decode(stderr).trim() || `${command} failed`;
  } catch (error) {
    return String(error);
  }
}
