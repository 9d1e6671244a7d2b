/**
 * How the api's process is run; docker/Dockerfile says the same. Measured in docs/performance.md.
 */

/**
 * A young generation of 8 MB in place of 16, for less resident memory; at 4 MB, collecting it takes a tenth of a request's time. No source maps:
 * the log reads them where there is an error.
 */
export const NODE_FLAGS = ['--max-semi-space-size=8'];

/** glibc keeps what pictures were decoded in, once for each thread: few arenas, and large pieces go back at once. */
export const MALLOC = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
