/**
 * The host under attack: what it must look like afterwards.
 *
 * @module
 */
import { sharedCompiler } from "../../../src/code/shared_compiler.ts";
import { describeIntrinsics } from "./intrinsics.ts";

/** Notices what happened to this process. */
export class HostState implements Disposable {
  readonly #before = describeIntrinsics();
  readonly #functions = functionsOf(Object.prototype, Array.prototype, Promise.prototype, JSON);
  readonly #ticker: ReturnType<typeof setInterval>;
  #ticks = 0;

  constructor() {
    this.#ticker = setInterval(() => this.#ticks++, 5);
  }

  /** What changed, in words. */
  async changed(): Promise<string[]> {
    const changed: string[] = [];
    if (describeIntrinsics() !== this.#before) changed.push("globals or prototypes changed");
    const now = functionsOf(Object.prototype, Array.prototype, Promise.prototype, JSON);
    if (now.some((value, index) => value !== this.#functions[index])) {
      changed.push("a built-in function was replaced");
    }
    const ticks = this.#ticks;
    await new Promise((resolve) => setTimeout(resolve, 12));
    if (this.#ticks === ticks) changed.push("the event loop stands still");
    return changed;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#ticker);
  }
}

/** Children of this process that run candidates: all but the compiler's. */
export function sandboxChildren(): number[] {
  const compilers = sharedCompiler().pids;
  return childrenOf(Deno.pid).filter((pid) => !compilers.includes(pid));
}

/** Processes that this process, or one of these, has started and that still exist; none where that cannot be seen. */
export function childrenOf(pid: number): number[] {
  if (Deno.build.os !== "linux") return [];
  try {
    const children = [...Deno.readDirSync(`/proc/${pid}/task`)].flatMap(({ name }) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).trim().split(/\s+/)
    );
    return children.filter(Boolean).map(Number);
  } catch {
    return []; // it ended meanwhile
  }
}

function functionsOf(...objects: readonly object[]): unknown[] {
  return objects.flatMap((object) =>
    Object.values(Object.getOwnPropertyDescriptors(object)).map(({ value, get }) => value ?? get)
  );
}
