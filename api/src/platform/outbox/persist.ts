/** How long results are tried to be written down, in ms: within their lease, for they are written only while it lasts; less when the process ends. */
const PERSIST = 90_000;
const PERSIST_ENDING = 5_000;
const PAUSE = 500;

/** Writes down what became of messages: a database that is away for a moment loses nothing that was sent. Answers the error it gave up with, or null. */
export async function persist(write: () => Promise<void>, ending: () => boolean): Promise<unknown> {
  const begun = performance.now();
  for (;;) {
    try {
      await write();
      return null;
    } catch (error) {
      if (performance.now() - begun >= (ending() ? PERSIST_ENDING : PERSIST)) return error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** An error's name, for the log: its words may hold what was bound to a statement. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
