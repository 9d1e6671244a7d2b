import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Maps of the files that errors came from; null: it has none. */
const maps = new Map<string, SourceMap | null>();
const MOST_MAPS = 100;

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (known !== undefined) return known;
  let map: SourceMap | null = null;
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as ConstructorParameters<typeof SourceMap>[0]);
  } catch {
    // The place in the compiled file is all that is known.
  }
  if (maps.size >= MOST_MAPS) maps.clear();
  maps.set(file, map);
  return map;
}

/** A place in a compiled file of ours: its address, line and column. */
const PLACE = /((?:file:\/\/)?\/[^\s():]+\/dist\/[^\s():]+\.js):(\d+):(\d+)/g;

/**
 * A stack with the lines of the sources in place of those of the compiled files. A file's map is read when there is an error to be written
 * down: node itself (`--enable-source-maps`) keeps the maps of all files and packages in memory from the start, a tenth of what the api takes.
 */
export function inSources(stack: string): string {
  return stack.replace(PLACE, (place, address: string, line: string, column: string) => {
    if (address.includes('/node_modules/')) return place;
    const file = address.startsWith('file:') ? fileURLToPath(address) : address;
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    return entry && 'originalSource' in entry ? `${join(dirname(file), entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : place;
  });
}
