/**
 * Ctrl-C and SIGTERM: the first asks a command to save and end, the second ends it at once.
 *
 * @module
 */

/** Listens until disposed. */
export interface Interrupts extends Disposable {
  /** Whether the first interrupt has come. */
  readonly isRequested: boolean;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `stop` at the first interrupt; the second exits with code 130 at once.
 *
 * @param stop starts an orderly end
 */
export function onInterrupt(stop: () => void): Interrupts {
  let isRequested = false;
  const listener = () => {
    if (isRequested) Deno.exit(130);
    isRequested = true;
    stop();
  };
  const supported = signals.filter((signal) => Deno.build.os !== "windows" || signal === "SIGINT");
  for (const signal of supported) Deno.addSignalListener(signal, listener);
  return {
    get isRequested() {
      return isRequested;
    },
    [Symbol.dispose]() {
      for (const signal of supported) Deno.removeSignalListener(signal, listener);
    },
  };
}

/** What was started; undefined where it was given up because of the signal. */
export async function unlessInterrupted<T>(
  starting: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await starting;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
