import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runBaseCommand } from '../src/base/index.js';
import { companyChange } from '../src/company-change.js';
import { Building, Community, Company, District, House, Street } from '../src/community/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { Database } from '../src/platform/database/index.js';
import { runRegisterCommand } from '../src/register/index.js';
import { checkFace, startBinding } from './acts.js';
import { castPerson, startWorld, type World } from './kit.js';
import { type TestCell, xlsxOf } from './ports/xlsx.js';

const TABLES = ['binding', 'title', 'house', 'building', 'community', 'company', 'street', 'district'];
const FILES = {
  districts: '区划代码,行政区,主管部门,主管部门电话\r\n510104,示例区,示例区住建局,028-80000001\r\n510105,另一区,另一区住建局,028-80000002',
  streets: '街道代码,街道\r\n510104020,书院街道\r\n510105020,府南街道',
  companies: '统一社会信用代码,企业名称,企业电话\r\n91519900MA0000001A,示例物业公司,400-800-0001\r\n91519900MA0000002A,另一物业公司,028-80000012',
  communities:
    '行政区,街道,物业服务企业,小区,地址,服务电话\r\n示例区,书院街道,示例物业公司,新城花园,示例路 1 号,028-80000021\r\n510105,,91519900MA0000002A,新城花园,另一路 2 号,12345',
  buildings: '行政区,小区,楼栋\r\n示例区,新城花园,1栋\r\n示例区,新城花园,a座\r\n另一区,新城花园,1栋',
  houses: '行政区,小区,楼栋,房号,专有面积\r\n示例区,新城花园,1 栋,1单元101,89.94\r\n示例区,新城花园,Ａ座,201,120\r\n另一区,新城花园,1栋,1单元101,60.5㎡',
};
type Kind = keyof typeof FILES;
const KINDS = Object.keys(FILES) as Kind[];

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  // What a city has before its first import.
  for (const table of TABLES) await world.dataSource.query(`DELETE FROM ${table}`);
  folder = mkdtempSync(join(tmpdir(), 'wuye-base-'));
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function written(content: string | Buffer): string {
  const file = join(folder, `${files++}.${typeof content === 'string' ? 'csv' : 'xlsx'}`);
  writeFileSync(file, content);
  return file;
}
async function run(kind: string, content: string | Buffer, ...flags: string[]): Promise<{ status: number; said: string[] }> {
  const said: string[] = [];
  const database = world.app.get(Database);
  const tools = { database, clock: world.clock, follows: companyChange(world.config, database, world.clock), say: (line: string) => said.push(line) };
  return { status: await runBaseCommand(['import', kind, written(content), ...flags], tools), said };
}
/** Every row of base data, as it stands. */
const state = async () => {
  const found: Record<string, unknown> = {};
  for (const table of TABLES.slice(2)) found[table] = await world.dataSource.query(`SELECT * FROM ${table} ORDER BY 1`);
  return found;
};
const rows = () => world.dataSource.manager;
const head = (kind: Kind): string => FILES[kind].split('\r\n')[0] as string;

describe('base data', () => {
  it('comes in kind by kind, until an owner can bind', async () => {
    for (const kind of KINDS) {
      const count = FILES[kind].split('\r\n').length - 1;
      const { status, said } = await run(kind, FILES[kind]);
      expect([kind, status, said.slice(-2)]).toEqual([kind, 0, [`共 ${count} 行：新增 ${count}，更新 0，不变 0。`, '已导入。']]);
    }
    expect(await rows().findOneByOrFail(District, { code: '510104' })).toMatchObject({ bureauName: '示例区住建局', bureauPhone: '028-80000001' });
    expect(await rows().findOneByOrFail(Street, { code: '510105020' })).toMatchObject({ districtCode: '510105' });
    const [home, other] = await rows().find(Community, { order: { districtCode: 'ASC' } });
    expect(home).toMatchObject({ streetCode: '510104020', address: '示例路 1 号', servicePhone: '028-80000021', posterVersion: 1, endedAt: null });
    expect(other).toMatchObject({ streetCode: null, districtCode: '510105', servicePhone: '12345' });
    expect((await rows().find(House, { order: { area: 'ASC' } })).map(({ name, area }) => [name, area])).toEqual([
      ['1单元101', 6050],
      ['1单元101', 8994],
      ['201', 12000],
    ]);
    expect((await rows().findBy(Building, { communityId: home?.id ?? '' })).map(({ name }) => name).sort()).toEqual(['1栋', 'A座']);
    const { name, idNumber } = castPerson('owner-chen');
    const title = `小区,楼栋,房号,权利人,证件类型,证件号码,登记日期\r\n新城花园,A座,201,${name},身份证,${idNumber},2024-03-05`;
    const tools = { database: world.app.get(Database), vault: world.vault, clock: world.clock, say: () => undefined };
    expect(await runRegisterCommand(['import', written(title)], tools)).toBe(0);
    const owner = await world.as('owner-chen');
    const bound = await checkFace(world, owner, await startBinding(world, owner, 'owner-chen'), 'pass');
    expect((bound.body as { houses: unknown[] }).houses).toEqual([expect.objectContaining({ communityName: '新城花园', name: 'A座201', area: 12000 })]);
  });

  it('is on the audit log as the operator’s doing, by file and count', async () => {
    const entries = await rows().findBy(AuditEntry, { action: 'base.import', accountId: 'operator' });
    expect(entries.map(({ subject }) => subject).sort()).toEqual(KINDS.map((kind) => `base:${kind}`).sort());
    expect(entries.find(({ subject }) => subject === 'base:houses')?.detail).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: 3,
      added: 3,
      changed: 0,
    });
  });

  it('taken in again changes nothing', async () => {
    const before = await state();
    for (const kind of KINDS) expect((await run(kind, FILES[kind])).said.at(-2)).toMatch(/新增 0，更新 0，不变 [23]。$/);
    expect(await state()).toEqual(before);
  });

  it('changes what the file says of a known row, and leaves alone what it lacks', async () => {
    const before = await rows().find(House, { order: { id: 'ASC' } });
    const changed = await run('houses', `${head('houses')}\r\n示例区,新城花园,1栋,1单元101,90.01`, '--whole');
    expect(changed.said).toEqual(['基础数据里有 2 条不在文件里，保持不变。', '共 1 行：新增 0，更新 1，不变 0。', '已导入。']);
    expect(await rows().find(House, { order: { id: 'ASC' } })).toEqual(before.map((house) => (house.area === 8994 ? { ...house, area: 9001 } : house)));
    const districts = await run('districts', `${head('districts')}\r\n510104,示例区,示例区住房局,028-80000009\r\n510105,另一区,另一区住房局,028-80000008`);
    expect(districts.said).toEqual(['共 2 行：新增 0，更新 2，不变 0。', '已导入。']);
    expect(await rows().findOneByOrFail(District, { code: '510105' })).toMatchObject({ bureauName: '另一区住房局', bureauPhone: '028-80000008' });
  });

  it('gives a community to another company, says what follows, and keeps its street and poster', async () => {
    const before = await rows().findOneByOrFail(Community, { districtCode: '510104' });
    const { status, said } = await run('communities', '行政区,企业名称,小区,地址,服务电话\r\n示例区,另一物业公司,新城花园,示例路 1 号,028-80000021');
    expect([status, said[1]]).toEqual([0, expect.stringContaining('1 个小区更换物业服务企业')]);
    const company = await rows().findOneByOrFail(Company, { name: '另一物业公司' });
    expect(await rows().findOneByOrFail(Community, { id: before.id })).toEqual({ ...before, companyId: company.id });
    const [entry] = await rows().findBy(AuditEntry, { action: 'base.company' });
    expect(entry).toMatchObject({
      accountId: 'operator',
      subject: `community:${before.id}`,
      detail: { from: before.companyId, to: company.id, offices: 0, complaints: 0 },
    });
  });
});

describe('a file with faults', () => {
  it('of 20,000 houses with 3 bad ones: nothing is imported, and each is named by line, column and reason', async () => {
    const before = await state();
    const lines = Array.from({ length: 20_000 }, (_, index) => ['示例区', '新城花园', '1栋', `9单元${index}`, '88.00']);
    (lines[9] as string[])[4] = '88.123';
    (lines[9_999] as string[])[2] = '77栋';
    (lines[19_999] as string[])[3] = '9单元 0';
    const { status, said } = await run('houses', [head('houses'), ...lines.map((cells) => cells.join(','))].join('\r\n'));
    expect([status, said.filter((line) => !line.startsWith('已检查'))]).toEqual([
      1,
      [
        '第 11 行 专有面积：面积写成平方米，最多两位小数，例如 89.94',
        '第 10001 行 楼栋：基础数据里这个小区没有这栋楼',
        '第 20001 行 房号：与第 2 行重复',
        '有问题的行：3。什么都没有导入。',
      ],
    ]);
    expect(await state()).toEqual(before);
  }, 120_000);

  it.each<[string, Kind, string | Buffer, string]>([
    ['a formula in a CSV', 'streets', `${head('streets')}\r\n510104030,=cmd|calc`, '第 2 行 街道：以 = + - @ 开头，像公式，请改为文字'],
    [
      'a formula in a spreadsheet',
      'houses',
      xlsxOf([head('houses').split(','), ['示例区', '新城花园', '1栋', '102', { f: '8*9', v: '72' }] as TestCell[]]),
      '第 2 行 专有面积：是公式，请粘贴为数值',
    ],
    ['a district of a city', 'districts', `${head('districts')}\r\n510100,全市,住建局,028-80000001`, '第 2 行 区划代码：区划代码是 6 位数字（GB/T 2260）'],
    ['a phone that is none', 'districts', `${head('districts')}\r\n510106,金区,住建局,打给局长`, '第 2 行 主管部门电话：电话写成 028-80000000 的样子'],
    ['a street of nowhere', 'streets', `${head('streets')}\r\n510199001,远街道`, '第 2 行 街道代码：前 6 位：基础数据里没有这个行政区'],
    ['a code too short', 'companies', `${head('companies')}\r\n9151990,某公司,12345`, '第 2 行 统一社会信用代码：是 18 位数字和大写字母，请核对'],
    [
      'an unknown company',
      'communities',
      `${head('communities')}\r\n示例区,,无名公司,新小区,路 3 号,12345`,
      '第 2 行 统一社会信用代码：基础数据里没有这家企业',
    ],
    [
      'a street elsewhere',
      'communities',
      `${head('communities')}\r\n示例区,府南街道,示例物业公司,新小区,路 3 号,12345`,
      '第 2 行 街道：基础数据里这个行政区没有这个街道',
    ],
    ['an unknown district', 'communities', `${head('communities')}\r\n远方区,,示例物业公司,新小区,路 3 号,12345`, '第 2 行 行政区：基础数据里没有这个行政区'],
    ['two communities of one name', 'buildings', '小区,楼栋\r\n新城花园,9栋', '第 2 行 小区：有多个同名的小区，请写行政区'],
    ['an unknown community', 'buildings', '小区,楼栋\r\n旧城花园,9栋', '第 2 行 小区：基础数据里没有这个小区'],
    ['a column that lacks', 'houses', '小区,楼栋\r\n新城花园,9栋', '第一行缺少这些列名：房号、专有面积。什么都没有导入。'],
  ])('%s is refused', async (_what, kind, content, said) => {
    const before = await state();
    const answer = await run(kind, content);
    expect([answer.status, answer.said[0]]).toEqual([1, said]);
    expect(await state()).toEqual(before);
  });

  it('where only a check digit is doubtful is taken, with a word about it', async () => {
    const { status, said } = await run('companies', `${head('companies')}\r\n91519900MA0000009X,第三物业公司,12345`);
    expect([status, said[0]]).toEqual([0, '提醒：第 2 行 统一社会信用代码：校验码不对，请对照营业执照']);
    expect(await rows().countBy(Company, { creditCode: '91519900MA0000009X' })).toBe(1);
  });

  it('looked at with --dry-run changes nothing', async () => {
    const before = [await state(), await rows().count(AuditEntry)];
    const { status, said } = await run('buildings', `${head('buildings')}\r\n示例区,新城花园,9栋`, '--dry-run');
    expect([status, said]).toEqual([0, ['共 1 行：新增 1，更新 0，不变 0。', '只检查，没有导入。']]);
    expect([await state(), await rows().count(AuditEntry)]).toEqual(before);
  });
});

it('a spreadsheet’s numbers are areas, codes and house numbers, but no credit code', async () => {
  const sheet = xlsxOf([head('houses').split(','), ['示例区', '新城花园', '1栋', 301, 89.94]]);
  expect((await run('houses', sheet)).status).toBe(0);
  expect(await rows().findOneByOrFail(House, { name: '301' })).toMatchObject({ area: 8994 });
  expect((await run('streets', xlsxOf([head('streets').split(','), [510104040, '数字街道']]))).status).toBe(0);
  const company = await run('companies', xlsxOf([head('companies').split(','), [915199000000000000, '某公司', '12345']]));
  expect([company.status, company.said[0]]).toEqual([1, '第 2 行 统一社会信用代码：是数字格式，末几位可能已丢失，请设为文本后重新录入']);
});

it('an unknown command tells the known ones', async () => {
  const { status, said } = await run('owners', '');
  expect([status, said[0]]).toEqual([2, 'Commands: import districts|streets|companies|communities|buildings|houses FILE.csv|FILE.xlsx [--dry-run] [--whole]']);
});
