import { inSources } from './source-lines.js';

/** What of an error may be written down. */
export interface SafeError {
  readonly name: string;
  readonly message: string;
  /** Where it came from; the lines before say the message again. */
  readonly stack?: string;
}

const LONGEST = 300;

/**
 * A database quotes values in its messages (`Duplicate entry 'o6_bmj…' for key 'account_by_openid'`), and they may be personal
 * data. Values go; the names of keys, columns and tables stay, for whoever looks for the fault.
 */
function withoutValues(message: string): string {
  return message
    .replace(/\b(?:entry|value:?) (['"])(?:.*\1(?= for (?:key|column)\b)|.*\1$)/gs, '(value)')
    .replace(/(\b(?:key|column|table|field|index)\s+)?(['"])(.*?)\2/gis, (quoted, named: string | undefined) => (named ? quoted : '…'));
}

/** An error without what was bound to a statement, for the log. */
export function safeError(error: unknown): SafeError {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.indexOf('\n    at ');
  const told = error instanceof Error && 'driverError' in error ? withoutValues(message) : message;
  return { name, message: told.slice(0, LONGEST), ...(frames !== -1 && { stack: inSources(stack.slice(frames + 1)) }) };
}
