import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { csvRows } from './csv.js';
import { BadFile, type SheetRow } from './file.js';
import { xlsxRows } from './xlsx.js';

export { bookAnswer } from './answer.js';
export { Faults, type RowFault } from './faults.js';
export { csvRows } from './csv.js';
export { BadFile, type SheetRow } from './file.js';
export { type Columns, type TableRow, tableRows } from './table.js';
export { NOTE_COLUMNS, type OutBook, type OutCell, type OutColumn, type OutRow, type OutSheet, workbook } from './workbook.js';
export { xlsxRows } from './xlsx.js';

/**
 * The rows of a CSV file or of an .xlsx's first sheet, as it is read.
 * @param most bytes that a part of an .xlsx may unpack to: for files that come over the network
 */
export function sheetRows(path: string, most?: number): AsyncGenerator<SheetRow> {
  if (!existsSync(path)) throw new BadFile(`没有这个文件：${path}`);
  return /\.xlsx$/i.test(path) ? xlsxRows(path, most) : csvRows(path);
}

/** The file's SHA-256, in hex. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
