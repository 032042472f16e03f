/**
 * The tasks and models that a server offers to jobs. Types only.
 *
 * @module
 */

/** A registered task. */
export interface OfferedTask {
  /** Its name, which jobs name. */
  readonly name: string;
  /** What it optimizes, in words. */
  readonly description?: string | undefined;
}

/** Names that a job may use. */
export interface Offer {
  /** Registered tasks. */
  readonly tasks: readonly OfferedTask[];
  /** Names of models; calls to them spend the operator's money. */
  readonly models: readonly string[];
  /** Whether jobs may bring the source of a task. @default false */
  readonly sources?: boolean | undefined;
}
