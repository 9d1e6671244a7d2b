import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventEmitter } from 'node:events';
import { brokenLine, runLine } from './line.js';

interface Runner {
  linesOf(chunks: Iterable<Buffer>): AsyncIterable<Buffer[]>;
  answerAll(chunks: Iterable<Buffer>, output: unknown, rules: { runLine: typeof runLine; brokenLine: typeof brokenLine }): Promise<void>;
}

/** The script stands outside the package and has no types. */
const script: string = '../../../scripts/rules.mjs';
const load = async (): Promise<Runner> => (await import(script)) as Runner;

/** A reader that takes one write at a time: `write` says false, `drain` follows. */
class SlowReader extends EventEmitter {
  text = '';
  waiting = false;
  write(text: string): boolean {
    if (this.waiting) throw new Error('written to before it drained');
    this.text += text;
    this.waiting = true;
    setImmediate(() => {
      this.waiting = false;
      this.emit('drain');
    });
    return false;
  }
}

async function resultsOf(chunks: Buffer[]): Promise<string[]> {
  const output = new SlowReader();
  await (await load()).answerAll(chunks, output, { runLine, brokenLine });
  return output.text.split('\n').slice(0, -1);
}

const day = (date: string): string => JSON.stringify({ rule: 'working-day', input: date });

describe('the runner', () => {
  it('gives one result a line in order, none for blank lines, and needs no last line end', async () => {
    const results = await resultsOf([Buffer.from(`${day('2026-02-14')}\r\n\r\n\n  \n{\n${day('2026-02-15')}`)]);
    expect(results.map((line) => JSON.parse(line) as object)).toMatchObject([{ reason: '调休' }, { error: 'LINE.BROKEN' }, { reason: '春节' }]);
  });

  it('gives nothing for nothing', async () => {
    expect(await resultsOf([])).toEqual([]);
    expect(await resultsOf([Buffer.from('\n\n')])).toEqual([]);
  });

  it('takes a byte order mark before the first line alone', async () => {
    const results = await resultsOf([Buffer.from(`\uFEFF${day('2026-02-14')}\n\uFEFF${day('2026-02-14')}`)]);
    expect(results.map((line) => JSON.parse(line) as object)).toMatchObject([{ working: true }, { error: 'LINE.BROKEN' }]);
  });

  it('calls bytes that are no text broken, and goes on', async () => {
    const bytes = Buffer.concat([Buffer.from('{"rule":"resident-id","input":"'), Buffer.from([0xff]), Buffer.from(`"}\n${day('2026-02-14')}\n`)]);
    expect((await resultsOf([bytes])).map((line) => JSON.parse(line) as object)).toMatchObject([{ error: 'LINE.BROKEN' }, { working: true }]);
  });

  it('finds the same lines wherever the bytes are cut', async () => {
    const text = ['{"rule":"keyword","input":{"type":"thing","value":"漏水😀\u2028\u2029"}}', '', 'é', '中\r', '\u0085'].join('\n');
    const whole = await resultsOf([Buffer.from(text)]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(Buffer.byteLength(text)), { maxLength: 12 }), async (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), Buffer.byteLength(text)];
        const chunks = edges.slice(1).map((edge, index) => Buffer.from(text).subarray(edges[index], edge));
        expect(await resultsOf(chunks)).toEqual(whole);
      }),
    );
  });
});
