import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Title } from '../src/community/index.js';
import { Binding } from '../src/identity/index.js';
import { Database } from '../src/platform/database/index.js';
import { runRegisterCommand, TitleChange, TitleChanges, Titles } from '../src/register/index.js';
import { castPerson, startWorld, type World } from './kit.js';
import { type TestCell, xlsxOf, zipOf } from './ports/xlsx.js';

const HEAD = ['小区', '楼栋', '房号', '权利人', '证件类型', '证件号码', '登记日期'];
const ROW = ['华阳小区', '3栋', '2单元501', '新业主', '回乡证', 'H12340001', '2024-03-05'];
let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'wuye-import-'));
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
async function run(content: string | Buffer, kind: 'csv' | 'xlsx' = 'csv', ...flags: string[]): Promise<{ status: number; said: string[] }> {
  const file = join(folder, `${files++}.${kind}`);
  writeFileSync(file, content);
  const said: string[] = [];
  const tools = { database: world.app.get(Database), vault: world.vault, clock: world.clock, say: (line: string) => said.push(line) };
  return { status: await runRegisterCommand(['import', file, ...flags], tools), said };
}
const csv = (...rows: readonly (readonly string[])[]): string => [HEAD, ...rows].map((cells) => cells.join(',')).join('\r\n');
const sheet = (...rows: readonly (readonly TestCell[])[]): Buffer => xlsxOf([HEAD, ...rows]);
const held = (name: string, idNumber: string) => world.app.get(Titles).find(world.dataSource.manager, { name, idType: 'hk-macau', idNumber });
const with_ = (at: number, value: string): string[] => ROW.map((cell, index) => (index === at ? value : cell));
const counted = async () => [
  await world.dataSource.manager.count(Title),
  Number((await world.dataSource.query('SELECT COUNT(*) AS n FROM title_staging'))[0].n),
];

describe('a table of the register', () => {
  it('says who owns the houses that it names, and leaves the others', async () => {
    const [before] = await counted();
    const answer = await run(
      csv(ROW, with_(2, '9单元909').with(5, 'H12340002'), ['华阳小区', '２栋', ' 1单元302', '黃大文', '护照', 'k1234567', '2019年3月5日']),
    );
    expect(answer).toEqual({ status: 0, said: ['共 3 行，其中 1 行的房屋不在基础数据里。', '已导入。2 套房屋的产权人有变更，相关绑定随后自动核对。'] });
    expect(await counted()).toEqual([Number(before) + 1, 0]);
    expect(await held('新业主', 'H12340001')).toMatchObject({ titles: 1, houseIds: [expect.any(String)] });
    expect(await held('新业主', 'H12340002')).toEqual({ titles: 1, houseIds: [] });
    expect(await held('黄大文', 'K1234567')).toMatchObject({ titles: 1, houseIds: [expect.any(String)] });
    const { name, idNumber } = castPerson('owner-chen');
    expect(await held(name, idNumber)).toEqual({ titles: 0, houseIds: [] });
  });

  it('with a moved title ends the binding that rested on it', async () => {
    const li = castPerson('owner-li');
    const changes = world.app.get(TitleChanges);
    const before = await world.dataSource.manager.count(Binding);
    await changes.work();
    expect(await world.dataSource.manager.count(Binding)).toBe(before - 1);
    expect((await world.chat('owner-li')).map(({ rows }) => rows[1]?.value)).toEqual(['已解除']);
    // Imported again as it is, nothing has moved.
    expect((await run(csv(ROW))).said.at(-1)).toContain('0 套房屋');
    // Li buys back: the register's newest word counts, and who is known is told.
    await run(csv(['华阳小区', '2栋', '1单元302', li.name, '身份证', li.idNumber, '2026-03-05']));
    await changes.work();
    expect((await world.chat('owner-li')).map(({ rows }) => rows[1]?.value).sort()).toEqual(['可以绑定', '已解除'].sort());
    expect(await world.dataSource.manager.countBy(TitleChange, { state: 'waiting' })).toBe(0);
  });

  it('of 50,000 rows with 3 bad ones: nothing is imported, and each is named by line, column and reason', async () => {
    const before = await counted();
    const rows = Array.from({ length: 50_000 }, (_, index) => ['华阳小区', '88栋', `${index}`, '某某人', '台胞证', String(10000000 + index), '2020-01-02']);
    (rows[9] as string[])[5] = '1234';
    (rows[30_000] as string[])[3] = '';
    (rows[49_999] as string[])[6] = '2020-02-30';
    const answer = await run(csv(...rows));
    expect(answer.status).toBe(1);
    expect(answer.said.filter((line) => !line.startsWith('已检查'))).toEqual([
      '第 11 行 证件号码：与证件类型不符，或位数、校验码不对',
      '第 30002 行 权利人：没有填写',
      '第 50001 行 登记日期：不是日期，例如 2019-03-05',
      '有问题的行：3。什么都没有导入。',
    ]);
    expect(await counted()).toEqual(before);
    for (const line of answer.said) expect(line).not.toMatch(/1234|某某/);
  }, 120_000);

  it.each([
    ['a formula in a CSV', csv(with_(3, '=cmd|calc')), '第 2 行 权利人：以 = + - @ 开头，像公式，请改为文字'],
    ['an at sign', csv(with_(3, '@SUM(A1)')), '第 2 行 权利人：以 = + - @ 开头，像公式，请改为文字'],
    ['one owner twice', csv(ROW, with_(3, '另写法')), '第 3 行 证件号码：与第 2 行重复：同一房屋、同一证件号码'],
    ['a column that lacks', '小区,楼栋\r\n华阳小区,1栋', '第一行缺少这些列名：房号、权利人、证件类型、证件号码、登记日期。什么都没有导入。'],
    ['nothing', '', '文件是空的。什么都没有导入。'],
    ['a quotation mark that never ends', `${csv(ROW)}\r\n"华阳`, '第 3 行的引号没有结束。什么都没有导入。'],
    ['bytes of no encoding', Buffer.from([0xff, 0xff, 0xff, 0x0a]), '文件不是 UTF-8，也不是 GB18030 编码。什么都没有导入。'],
  ])('%s is refused', async (_what, content, said) => {
    const before = await counted();
    const answer = await run(content);
    expect([answer.status, answer.said[0]]).toEqual([1, said]);
    expect(await counted()).toEqual(before);
  });

  it('is read in UTF-8 with a mark, in GB18030, with quotes and broken lines', async () => {
    expect((await run(`\uFEFF${csv(with_(5, 'H12340010'))}`)).status).toBe(0);
    expect(await held('新业主', 'H12340010')).toMatchObject({ titles: 1 });
    // 小区,楼栋,房号,权利人,证件类型,证件号码,登记日期 / 小区,1栋,1,王一,护照,E1234567,2020-01-02 in GB18030.
    const gb =
      '\xd0\xa1\xc7\xf8,\xc2\xa5\xb6\xb0,\xb7\xbf\xba\xc5,\xc8\xa8\xc0\xfb\xc8\xcb,\xd6\xa4\xbc\xfe\xc0\xe0\xd0\xcd,\xd6\xa4\xbc\xfe\xba\xc5\xc2\xeb,\xb5\xc7\xbc\xc7\xc8\xd5\xc6\xda\n';
    const row = '\xd0\xa1\xc7\xf8,1\xb6\xb0,1,\xcd\xf5\xd2\xbb,\xbb\xa4\xd5\xd5,E1234567,2020-01-02\n';
    expect((await run(Buffer.from(gb + row, 'latin1'))).status).toBe(0);
    expect(await held('王一', 'E1234567')).toMatchObject({ titles: 1 });
    expect((await run(`${csv(with_(5, '"H12340011"'))}\r\n"华阳小区","3\r\n栋",2单元501,"新""业主",回乡证,H12340012,2020-01-02\r\n\r\n`)).status).toBe(0);
    expect(await held('新"业主', 'H12340012')).toMatchObject({ titles: 1, houseIds: [expect.any(String)] });
  });

  it('looked at with --dry-run changes nothing', async () => {
    const before = await counted();
    expect(await run(csv(with_(5, 'H12340099')), 'csv', '--dry-run')).toMatchObject({ status: 0, said: [expect.any(String), '只检查，没有导入。'] });
    expect(await counted()).toEqual(before);
  });

  it('that calls itself whole and is a fragment is refused unless told', async () => {
    const before = await counted();
    const refused = await run(csv(with_(5, 'H12340098')), 'csv', '--whole');
    expect([refused.status, refused.said.at(-1)]).toEqual([1, expect.stringContaining('可能文件不完整')]);
    expect(await counted()).toEqual(before);
    expect((await run(csv(with_(5, 'H12340098')), 'csv', '--whole', '--shrink')).status).toBe(0);
    expect((await counted())[0]).toBe(1);
  });
});

describe('a spreadsheet', () => {
  it('is taken with its texts and days', async () => {
    const rows: TestCell[][] = [
      ['华阳小区', '1栋', { shared: 0 }, '表格甲', '回乡证', 'H77770001', { day: 43529 }],
      [null, null, null, null, null, null, null],
      ['华阳小区', '1栋', 501, '表格乙', '回乡证', 'H77770002', '2019/3/5'],
    ];
    const answer = await run(xlsxOf([HEAD, ...rows], ['1单元201']), 'xlsx');
    expect(answer.said).toEqual(['共 2 行，其中 1 行的房屋不在基础数据里。', '已导入。0 套房屋的产权人有变更，相关绑定随后自动核对。']);
    expect(await held('表格甲', 'H77770001')).toMatchObject({ titles: 1, houseIds: [expect.any(String)] });
    const [title] = await world.dataSource.manager.findBy(Title, { idNumberHash: world.vault.index('title.id_number', 'H77770001') });
    expect(title?.registeredAt.toISOString()).toBe('2019-03-04T16:00:00.000Z');
  });

  it.each<[string, Buffer, string]>([
    ['a formula', sheet(['华阳小区', '3栋', '2单元501', { f: 'A1&"x"', v: '新业主' }, '回乡证', 'H1', '2020-01-02']), '第 2 行 权利人：是公式，请粘贴为数值'],
    [
      'a number for an id',
      sheet(['华阳小区', '3栋', '2单元501', '新业主', '身份证', 519900198808089000, '2020-01-02']),
      '第 2 行 证件号码：是数字格式，末几位可能已丢失，请设为文本后重新录入',
    ],
    ['no spreadsheet', Buffer.from('hello'), '不是 Excel 文件（.xlsx），或文件已损坏。什么都没有导入。'],
    ['no sheet', zipOf({ 'xl/workbook.xml': '<workbook/>' }), '表格里没有第一张工作表。什么都没有导入。'],
    [
      'a document type',
      zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><worksheet><row/></worksheet>' }),
      '表格里有不允许的声明。什么都没有导入。',
    ],
    [
      'broken XML',
      zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': '<worksheet><row></worksheet>' }),
      '表格已损坏，请用 Excel 另存后再导入。什么都没有导入。',
    ],
  ])('with %s is refused', async (_what, content, said) => {
    const answer = await run(content, 'xlsx');
    expect([answer.status, answer.said[0]]).toEqual([1, said]);
  });
});

it('an unknown command tells the known ones', async () => {
  const said: string[] = [];
  const tools = { database: world.app.get(Database), vault: world.vault, clock: world.clock, say: (line: string) => said.push(line) };
  expect(await runRegisterCommand(['export'], tools)).toBe(2);
  expect(said).toEqual(['Commands: import FILE.csv|FILE.xlsx [--dry-run] [--whole [--shrink]]']);
});
