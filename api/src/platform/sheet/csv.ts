import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Cell } from '@wuye/shared/kit';
import { BadFile, type SheetRow } from './file.js';

/** What a cell of a spreadsheet holds at most; a quotation mark that is never closed would read the file into one. */
const LONGEST_CELL = 32_767;
const SAMPLE = 1 << 20;

const isMisread = (error: unknown): boolean => (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** UTF-8 where the beginning of the file is UTF-8, else GB18030, which Chinese spreadsheets still write. */
async function encodingOf(path: string): Promise<'utf-8' | 'gb18030'> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE), 0, SAMPLE, 0);
    // Streaming: a sign that the sample cuts in half is none that is wrong.
    new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    return 'utf-8';
  } catch (error) {
    if (!isMisread(error)) throw error;
    return 'gb18030';
  } finally {
    await file.close();
  }
}

/** Takes text as it comes and gives whole rows (RFC 4180); a row's number is that of its first line. */
export class CsvRows {
  private cells: string[] = [];
  private cell = '';
  private quoted = false;
  private closed = false;
  private line = 1;
  private begun = 1;
  private pending = '';

  *take(text: string, last = false): Generator<SheetRow> {
    const signs = this.pending + text;
    // A quotation mark or \r at the end may belong to what comes.
    const until = last ? signs.length : signs.length - 1;
    this.pending = signs.slice(until);
    for (let at = 0; at < until; at++) {
      const row = this.sign(signs[at] as string, signs[at + 1]);
      if (row) yield row;
    }
    if (last && (this.cell !== '' || this.cells.length > 0)) {
      if (this.quoted) throw new BadFile(`第 ${this.begun} 行的引号没有结束`);
      yield this.end();
    }
  }

  private sign(sign: string, next: string | undefined): SheetRow | null {
    if (sign === '\n') this.line += 1;
    if (this.quoted) {
      if (sign === '"' && next === '"' && !this.closed) this.closed = true;
      else if (sign === '"' && this.closed) [this.closed, this.cell] = [false, `${this.cell}"`];
      else if (sign === '"') this.quoted = false;
      else this.cell += sign;
    } else if (sign === '"' && this.cell === '') this.quoted = true;
    else if (sign === ',') this.push();
    else if (sign === '\n') return this.end();
    else if (sign !== '\r') this.cell += sign;
    if (this.cell.length > LONGEST_CELL) throw new BadFile(`第 ${this.begun} 行有超过 ${LONGEST_CELL} 个字的单元格，可能少了引号`);
    return null;
  }

  private push(): void {
    this.cells.push(this.cell);
    this.cell = '';
  }

  private end(): SheetRow {
    this.push();
    const row = { line: this.begun, cells: this.cells.map((text): Cell => ({ text })) };
    this.cells = [];
    this.begun = this.line;
    return row;
  }
}

/** The rows of a CSV file, as it is read. */
export async function* csvRows(path: string): AsyncGenerator<SheetRow> {
  const decoder = new TextDecoder(await encodingOf(path), { fatal: true });
  const rows = new CsvRows();
  try {
    for await (const part of createReadStream(path)) yield* rows.take(decoder.decode(part as Buffer, { stream: true }));
    yield* rows.take(decoder.decode(), true);
  } catch (error) {
    if (isMisread(error)) throw new BadFile('文件不是 UTF-8，也不是 GB18030 编码');
    throw error;
  }
}
