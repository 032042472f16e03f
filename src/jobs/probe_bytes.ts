/**
 * The size of what a probe of a store or a directory writes.
 *
 * @module
 */

/** Bytes of a probe: more than a job takes, or some events. */
export const probeBytes = 65_536;
