import type { ColumnStatus, Rotation } from './rotation.js';

export interface KeyTools {
  readonly rotation: Rotation;
  /** Ids of DATA_KEYS, the current one first. */
  readonly keys: readonly string[];
  say(line: string): void;
}

/** What still stands under another key than the current one, in words; whether nothing does. */
async function status({ rotation, keys, say }: KeyTools): Promise<boolean> {
  const [current = '', ...older] = keys;
  say(`New data is sealed under ${current}.${older.length > 0 ? ` Still opened: ${older.join(', ')}.` : ''}`);
  const waiting = (await rotation.status()).filter(({ byKey }) => Object.keys(byKey).some((key) => key !== current));
  for (const line of waiting) say(lineOf(line));
  const renewable = waiting.some(({ left }) => left === null);
  if (renewable) say('Run: keys rotate');
  else if (waiting.length > 0) say('What is left goes by itself; until then its key stays in DATA_KEYS.');
  else
    say(older.length > 0 ? `Nothing stands under ${older.join(', ')} any more: it may be taken out of DATA_KEYS.` : 'All data stands under the current key.');
  return waiting.length === 0;
}

function lineOf({ column, byKey, left }: ColumnStatus): string {
  const counts = Object.entries(byKey).map(([key, count]) => `${count} under ${key}`);
  return `${column}: ${counts.join(', ')}${left === null ? '' : ` (${left})`}`;
}

/** `status`, `rotate`: 0 when nothing is left to do, 1 when something is, 2 for an unknown command. */
export async function runKeys(words: readonly string[], tools: KeyTools): Promise<number> {
  const [command] = words;
  if (command !== 'status' && command !== 'rotate') {
    tools.say('Commands: status, rotate');
    return 2;
  }
  if (command === 'rotate') tools.say(`${await tools.rotation.run(tools.say)} rows renewed.`);
  return (await status(tools)) ? 0 : 1;
}
