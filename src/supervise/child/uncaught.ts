/**
 * Errors that nothing awaits, such as a rejected promise that a task left behind.
 *
 * @module
 */

/**
 * Calls `end` with an uncaught error, until disposed. Without a listener Deno would print its message unescaped.
 *
 * @param end prints the error and ends the program
 */
export function onUncaught(end: (error: unknown) => void): Disposable {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("error", (event) => {
    event.preventDefault();
    end(event.error ?? event.message);
  }, { signal });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    end(event.reason);
  }, { signal });
  return { [Symbol.dispose]: () => listening.abort() };
}
