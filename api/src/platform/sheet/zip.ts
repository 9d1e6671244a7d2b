import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its content is taken as it is made. */
export interface ArchivedFile {
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/** What stands behind a file's content, for nobody knows it before. */
interface Sums {
  crc: number;
  packed: number;
  size: number;
}

/** Names in UTF-8, sums behind the content (PKWARE's APPNOTE 4.4.4). */
const FLAGS = 0x0808;
const VERSION = 20;
const DEFLATED = 8;
/** 1980-01-01, the format's first day: the same rows give the same bytes. */
const DAY_ONE = 0x0021;

const signature = (kind: string): Buffer => Buffer.from(`PK${kind}`, 'latin1');

/** The fields that a file's own header shares with its entry in the directory. */
function headOf(name: Buffer, { crc, packed, size }: Sums): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(VERSION, 0);
  head.writeUInt16LE(FLAGS, 2);
  head.writeUInt16LE(DEFLATED, 4);
  head.writeUInt16LE(DAY_ONE, 8);
  sumsOf({ crc, packed, size }).copy(head, 10);
  head.writeUInt16LE(name.length, 22);
  return head;
}

function sumsOf({ crc, packed, size }: Sums): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(crc, 0);
  bytes.writeUInt32LE(packed, 4);
  bytes.writeUInt32LE(size, 8);
  return bytes;
}

function entryOf(name: Buffer, sums: Sums, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature('\u0001\u0002'), Buffer.from([VERSION, 0]), headOf(name, sums), rest, name]);
}

function endOf(files: number, directory: number, offset: number): Buffer {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files, 4);
  end.writeUInt16LE(files, 6);
  end.writeUInt32LE(directory, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([signature('\u0005\u0006'), end]);
}

async function* measured(content: ArchivedFile['content'], sums: Sums): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sums.crc = crc32(bytes, sums.crc);
    sums.size += bytes.length;
    yield bytes;
  }
}

/** A zip archive, written as its files come: nothing is kept but their names and sums. */
export async function* archive(files: Iterable<ArchivedFile>): AsyncGenerator<Buffer> {
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const label = Buffer.from(name);
    const sums: Sums = { crc: 0, packed: 0, size: 0 };
    const begin = Buffer.concat([signature('\u0003\u0004'), headOf(label, sums), label]);
    yield begin;
    const deflate = createDeflateRaw();
    // What goes wrong on the way is thrown by the loop below.
    pipeline(Readable.from(measured(content, sums)), deflate, () => undefined);
    for await (const part of deflate as AsyncIterable<Buffer>) {
      sums.packed += part.length;
      yield part;
    }
    const behind = Buffer.concat([signature('\u0007\u0008'), sumsOf(sums)]);
    yield behind;
    entries.push(entryOf(label, sums, offset));
    offset += begin.length + sums.packed + behind.length;
  }
  const directory = Buffer.concat(entries);
  yield Buffer.concat([directory, endOf(entries.length, directory.length, offset)]);
}
