/**
 * Promises that refuse to be taken for their values: JavaScript lets a forgotten `await` pass, and the program goes on with
 * something that is no number, no text and no record.
 *
 * @module
 */

/** Makes the promises of one function refuse. @param name of the function, for the message */
export function awaitFirst(name: string): <Value>(promise: Promise<Value>) => Promise<Value> {
  const refuse = (): never => {
    throw new TypeError(
      `Cannot use the result of "${name}" before it is there: received a promise; write \`await\` before the call`,
    );
  };
  const refusals: PropertyDescriptorMap = {
    [Symbol.toPrimitive]: { value: refuse },
    toJSON: { value: refuse },
    data: { get: refuse },
  };
  // Own properties: a subclass of Promise would be waited for two turns longer than any other.
  return (promise) => Object.defineProperties(promise, refusals);
}
