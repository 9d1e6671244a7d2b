import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { partsOf } from '../../../test/workbooks.js';
import { type OutRow, type OutSheet, sheetRows, type SheetRow, tableRows, workbook } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'wuye-book-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const COLUMNS = [
  { name: '编号', width: 17 },
  { name: '时间', width: 17 },
  { name: '件数', width: 8 },
  { name: '比例', width: 8 },
];
const sheet = (rows: OutSheet['rows'], more: Partial<OutSheet> = {}): OutSheet => ({ name: '台账', title: '十一月台账', columns: COLUMNS, rows, ...more });

async function bytesOf(sheets: readonly OutSheet[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of workbook(sheets)) parts.push(part);
  return Buffer.concat(parts);
}

function saved(bytes: Buffer): string {
  const path = join(folder, `${files++}.xlsx`);
  writeFileSync(path, bytes);
  return path;
}

async function read(rows: OutSheet['rows']): Promise<SheetRow[]> {
  const all: SheetRow[] = [];
  for await (const row of sheetRows(saved(await bytesOf([sheet(rows)])))) all.push(row);
  return all;
}

describe('a workbook', () => {
  it('is read back as it was written: names first, texts, numbers, days', async () => {
    const at = new Date('2026-11-20T16:30:00.000Z');
    const rows = await read([
      ['20261121-0047', at, 3, { share: [2, 3] }],
      [null, null, 0, { share: [0, 0] }],
    ]);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(rows[0]?.cells).toEqual(COLUMNS.map(({ name }) => ({ text: name })));
    // Half past midnight in Shanghai, the next day there.
    expect(rows[1]?.cells).toEqual([{ text: '20261121-0047' }, { date: '2026-11-21' }, { number: 3 }, { number: 0.6666 }]);
    expect(rows[2]?.cells).toEqual([undefined, undefined, { number: 0 }]);
    const named = [];
    for await (const { cells } of tableRows(sheetRows(saved(await bytesOf([sheet([['a', at, 1, null]])]))), { no: ['编号'], count: ['件数'] }))
      named.push(cells);
    expect(named).toEqual([{ no: { text: 'a' }, count: { number: 1 } }]);
  });

  it('is typed: an instant is a number that shows as date and hour in Shanghai, a share a percentage that is never rounded up', async () => {
    const { 'xl/worksheets/sheet1.xml': xml = '', 'xl/styles.xml': styles = '' } = await partsOf(
      await bytesOf([sheet([['1', new Date('2026-11-20T22:00:00.000Z'), 7, { share: [99_999, 100_000] }]])]),
    );
    expect(xml).toContain('<c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">1</t></is></c>');
    expect(xml).toContain('<c r="B2" s="2"><v>46347.25</v></c>');
    expect(xml).toContain('<c r="C2" s="0"><v>7</v></c>');
    expect(xml).toContain('<c r="D2" s="3"><v>0.9999</v></c>');
    expect(styles).toContain('formatCode="yyyy\\-mm\\-dd\\ hh:mm"');
  });

  it.each(['=1+1', '+86 138', '-1 车库', '@SUM(A1)', '\t=1', '=HYPERLINK("http://a","b")'])('keeps %j as text, also once somebody edits it', async (words) => {
    const bytes = await bytesOf([sheet([[words, null, 1, null]])]);
    const { 'xl/worksheets/sheet1.xml': xml = '', 'xl/styles.xml': styles = '' } = await partsOf(bytes);
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('<c r="A2" s="4" t="inlineStr">');
    expect(styles).toContain('quotePrefix="1"');
    expect((await read([[words, null, 1, null]]))[1]?.cells[0]).toEqual({ text: words });
  });

  it('takes whatever people write: markup, signs of no alphabet, halves of a pair, more than a cell holds', async () => {
    const rows = await read([
      ['<b>"甲" & \'乙\'</b>\n丙 😀', null, 1, null],
      [`a\u0000\u0008b\uD800c`, null, 1, null],
      ['长'.repeat(40_000), null, 1, null],
    ]);
    expect(rows[1]?.cells[0]).toEqual({ text: '<b>"甲" & \'乙\'</b>\n丙 😀' });
    expect(rows[2]?.cells[0]).toEqual({ text: 'abc' });
    // Read piece by piece: none of its signs is cut in two.
    expect(rows[3]?.cells[0]).toMatchObject({ text: expect.stringMatching(/^长{32767}$/) });
  });

  it('has its head bold, in sight and on every printed page; each sheet under its name', async () => {
    const parts = await partsOf(await bytesOf([sheet([['1', null, 1, null]]), sheet([], { name: '说明: [甲]', title: 'A&B' })]));
    const { 'xl/workbook.xml': book = '', 'xl/worksheets/sheet1.xml': first = '', 'xl/worksheets/sheet2.xml': second = '' } = parts;
    expect(first).toContain('<c r="A1" s="1" t="inlineStr">');
    expect(first).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(first).toContain('<col min="1" max="1" width="17" customWidth="1"/>');
    expect(first).toContain('<autoFilter ref="A1:D2"/>');
    expect(book).toContain('<sheet name="台账" sheetId="1" r:id="rId1"/><sheet name="说明   甲 " sheetId="2" r:id="rId2"/>');
    expect(book).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="0">'台账'!$1:$1</definedName>`);
    expect(second).toContain('<oddHeader>&amp;CA&amp;&amp;B</oddHeader>');
    expect(Object.keys(parts)).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
    ]);
  });

  it('is made while it is taken: whoever reads slowly has few rows waiting, and what breaks on the way is said', async () => {
    let made = 0;
    async function* rows(): AsyncGenerator<OutRow> {
      for (; made < 100_000; made++) yield [`${made} ${Math.sin(made)}`, new Date(made), made, null];
    }
    const parts = workbook([sheet(rows())]);
    while (made === 0) await parts.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(made).toBeLessThan(20_000);
    await parts.return(undefined);
    async function* broken(): AsyncGenerator<OutRow> {
      yield ['1', null, 1, null];
      throw new Error('the database went away');
    }
    await expect(bytesOf([sheet(broken())])).rejects.toThrow('the database went away');
  });
});
