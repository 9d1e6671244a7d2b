import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { Context } from '../http/index.js';
import { type OutBook, workbook } from './workbook.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** RFC 5987: what an address may keep and a header's value may not. */
const encoded = (name: string): string => encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** An answer that is a workbook, sent as its rows are read; nobody between keeps a copy. */
export function bookAnswer({ http }: Context, { name, sheets }: OutBook): never {
  void http.reply.header('cache-control', 'no-store');
  const disposition = `attachment; filename="table.xlsx"; filename*=UTF-8''${encoded(name)}.xlsx`;
  return new StreamableFile(Readable.from(workbook(sheets), { objectMode: false }), { type: XLSX, disposition }) as never;
}
