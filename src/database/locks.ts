/**
 * Advisory locks of a database, by numbers that no other program uses.
 *
 * @module
 */

/** What each lock is for. */
export const locks = {
  /** Changes of Opto's schema. */
  migration: 7_300_420_131,
  /** Start of the queues, whose library makes a schema of its own. */
  queues: 7_300_420_132,
  /** Places in the queue: jobs that are added count each other. */
  places: 7_300_420_133,
} as const;
