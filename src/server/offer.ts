/**
 * The tasks and models that a server offers to jobs. Types only.
 *
 * @module
 */

/** A registered task. */
export interface OfferedTask {
  readonly name: string;
  readonly description?: string | undefined;
}

/** Names that a job may use. */
export interface Offer {
  readonly tasks: readonly OfferedTask[];
  /** Calls to these spend the operator's money. */
  readonly models: readonly string[];
}
