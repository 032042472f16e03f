/**
 * Names in the data directory of a server.
 *
 * @module
 */

/** The file of jobs in a data directory. */
export const jobsFile = "jobs.sqlite";

/** The folder of run directories in a data directory. */
export const runsFolder = "runs";
