/** Numbers that stand in the place of an offset, and how long a fetch may wait for something to read. */

/** Ask for an end of the log instead. */
export const EARLIEST = -1;
export const LATEST = -2;
/** Nothing was committed. */
export const NONE = -1;
/** A transaction that may still commit one is open (KIP-447). */
export const UNSTABLE = -3;

/** How long a leader keeps a fetch that finds nothing new (`replica.fetch.wait.max.ms`). */
export const FETCH_WAIT_US = 500_000;
