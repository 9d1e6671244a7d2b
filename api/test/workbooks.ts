import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Test } from 'supertest';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { sheetRows } from '../src/platform/sheet/index.js';

/** A workbook that was answered: its name, its first sheet as the platform reads such files, and its parts as they stand in it. */
export interface Book {
  readonly name: string;
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly parts: Readonly<Record<string, string>>;
}

const bytes = (answer: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void => {
  const parts: Buffer[] = [];
  answer.on('data', (part: Buffer) => parts.push(part));
  answer.on('end', () => done(null, Buffer.concat(parts)));
};

/** Takes an answer that has to be a workbook. */
export async function workbookOf(request: Test): Promise<Book> {
  const { body, headers } = await request
    .buffer(true)
    .parse(bytes as never)
    .expect(200);
  if (headers['content-type'] !== 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    throw new Error(`No workbook: ${headers['content-type']}`);
  if (headers['cache-control'] !== 'no-store') throw new Error('A workbook must be kept by nobody on its way.');
  const name = decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(String(headers['content-disposition']))?.[1] ?? '');
  return { name, rows: await rowsOf(body as Buffer), parts: await partsOf(body as Buffer) };
}

async function rowsOf(content: Buffer): Promise<Book['rows']> {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-book-'));
  try {
    const path = join(folder, 'book.xlsx');
    writeFileSync(path, content);
    const rows = [];
    for await (const { cells } of sheetRows(path)) rows.push(Array.from(cells, (cell) => (cell ? (Object.values(cell)[0] as string | number) : null)));
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The parts of a workbook by their names. */
export async function partsOf(content: Buffer): Promise<Record<string, string>> {
  const zip: ZipFile = await promisify<Buffer, object, ZipFile>(fromBuffer)(content, { lazyEntries: true });
  const open = promisify(zip.openReadStream.bind(zip) as (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void);
  const parts: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      open(entry)
        .then(text)
        .then((part) => {
          parts[entry.fileName] = part;
          zip.readEntry();
        }, reject);
    });
    zip.once('end', () => resolve());
    zip.once('error', reject);
    zip.readEntry();
  });
  return parts;
}
