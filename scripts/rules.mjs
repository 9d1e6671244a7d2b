/**
 * npm run -s rules < cases.jsonl > results.jsonl: puts cases to the platform's rules, one JSON case a line in, one result a line out, in order.
 * Needs no server and no database. Only results go to standard output; see docs/rules.md.
 */
import { constants, isUtf8 } from 'node:buffer';
import { once } from 'node:events';

const LINE_END = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Splits chunks of bytes at U+000A only, so no character is ever cut; the last line needs no end. Yields the lines of each chunk together. */
export async function* linesOf(chunks) {
  let begun = [];
  for await (const chunk of chunks) {
    const lines = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      const tail = chunk.subarray(start, end);
      lines.push(begun.length > 0 ? Buffer.concat([...begun, tail]) : tail);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (begun.length > 0) yield [Buffer.concat(begun)];
}

/** Writes the result of every line, never faster than they are taken. */
export async function answerAll(chunks, output, { runLine, brokenLine }) {
  let first = true;
  for await (const lines of linesOf(chunks)) {
    let results = '';
    for (let line of lines) {
      // Editors on Windows put the mark before the first line; anywhere else it is a fault.
      if (first && line.subarray(0, 3).equals(BYTE_ORDER_MARK)) line = line.subarray(3);
      first = false;
      const result = answerLine(line, runLine, brokenLine);
      if (result !== null) results += `${result}\n`;
    }
    if (results !== '' && !output.write(results)) await once(output, 'drain');
  }
}

function answerLine(bytes, runLine, brokenLine) {
  if (bytes.length > constants.MAX_STRING_LENGTH) return brokenLine('这一行太长');
  return isUtf8(bytes) ? runLine(bytes.toString('utf8')) : brokenLine('这一行不是 UTF-8 文字');
}

export default async function run() {
  const { build } = await import('./build.mjs');
  await build({ h5: false });
  // A reader that has seen enough (`| head`) closes the pipe: not every line was read, but nothing went wrong here.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(1);
  });
  await answerAll(process.stdin, process.stdout, await import('../shared/dist/rules/index.js'));
}
