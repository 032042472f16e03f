/** How long this thread was busy without a pause, and how much memory the process gained. */
export interface HostLoad<T> {
  readonly value: T;
  /** The longest processor time of this thread between two turns of the event loop, in milliseconds. */
  readonly stallMs: number;
  /** The highest resident memory above that at the start, in megabytes. */
  readonly grownMb: number;
}

const tickMs = 2;

/**
 * Runs `act` and measures the load on this thread. Processor time is counted, not the clock, so that a busy machine
 * changes nothing. Linux only.
 */
export async function hostLoad<T>(act: () => T | Promise<T>): Promise<HostLoad<T>> {
  const startBytes = Deno.memoryUsage().rss;
  let stallMs = 0;
  let peakBytes = startBytes;
  let last = threadMs();
  const look = () => {
    const now = threadMs();
    stallMs = Math.max(stallMs, now - last);
    peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
    last = threadMs();
  };
  const timer = setInterval(look, tickMs);
  try {
    const value = await act();
    await new Promise((resolve) => setTimeout(resolve, 0));
    look();
    return { value, stallMs, grownMb: (peakBytes - startBytes) / 2 ** 20 };
  } finally {
    clearInterval(timer);
  }
}

/** Processor time of the current thread. */
function threadMs(): number {
  return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
}
