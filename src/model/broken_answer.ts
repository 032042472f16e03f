/**
 * The failure of an answer with a good status that is no chat completion.
 *
 * @module
 */

/** An answer that cannot be used. The next one may be good: a proxy between, or a connection, may have spoilt it. */
export class BrokenAnswer extends Error {
  /** Usage as the server reported it: the try was paid for. */
  readonly usage: unknown;
  /** Whether no chat completion came at all, so that the address may be wrong. */
  readonly isForeign: boolean;

  /** @param reason the fault @param options what is known of the answer */
  constructor(
    reason: string,
    options: { readonly usage?: unknown; readonly isForeign?: boolean; readonly cause?: unknown } =
      {},
  ) {
    super(reason, "cause" in options ? { cause: options.cause } : {});
    this.name = "BrokenAnswer";
    this.usage = options.usage;
    this.isForeign = options.isForeign ?? false;
  }
}
