import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { In, IsNull } from 'typeorm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { OfficeBook } from '../src/appointment/index.js';
import { runBaseCommand } from '../src/base/index.js';
import { companyChange } from '../src/company-change.js';
import { Community, Company, District } from '../src/community/index.js';
import { Complaint } from '../src/complaint/entities.js';
import { Appointment } from '../src/identity/index.js';
import { Database } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, respond, submit } from './acts.js';
import { castPerson, startWorld, type World } from './kit.js';

/** A community that gets another company by the operator's import: people in their offices, and complaints that are open. */

let folder: string;
let files = 0;
function written(content: string): string {
  const file = join(folder, `${files++}.csv`);
  writeFileSync(file, content);
  return file;
}

let city: World;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wuye-company-'));
  city = await startWorld();
}, 60_000);
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const handedOver = async (...flags: string[]) => {
  const said: string[] = [];
  const [database, manager] = [city.app.get(Database), city.dataSource.manager];
  const here = await manager.findOneByOrFail(Community, { id: city.cast.posters[0]?.communityId ?? '' });
  const other = (await manager.find(Company)).find(({ id }) => id !== here.companyId) as Company;
  const district = await manager.findOneByOrFail(District, { code: here.districtCode });
  const file = `行政区,企业名称,小区,地址,服务电话\r\n${district.name},${other.name},${here.name},${here.address},${here.servicePhone}`;
  const tools = { database, clock: city.clock, follows: companyChange(city.config, database, city.clock), say: (line: string) => said.push(line) };
  const status = await runBaseCommand(['import', 'communities', written(file), ...flags], tools);
  return { status, said, here, other };
};
const read = async (slug: Parameters<World['as']>[0], no: string) => (await (await city.as(slug)).get(`/api/complaints/${no}`)).status;

it('brings what is open along: the old company’s people are out at once, each told, and the new ones learn what came and by when', async () => {
  const owner = await city.as('owner-li');
  const { no } = await submit(city, owner);
  await submit(city, owner);
  const { no: ended } = await submit(city, owner);
  await respond(await city.as('manager-wang'), ended);
  await close(await city.as('manager-wang'), ended);
  for (const slug of ['manager-wang', 'head-zhou', 'staff-deng'] as const) expect([slug, await read(slug, no)]).toEqual([slug, 200]);
  const looked = await handedOver('--dry-run');
  expect([looked.status, looked.said[1]]).toEqual([0, expect.stringContaining('导入时，未办结的诉求会转给新企业')]);
  expect(await read('manager-wang', no)).toBe(200);
  const { status, said, here, other } = await handedOver();
  expect([status, said[1]]).toEqual([0, expect.stringMatching(/^1 个小区更换物业服务企业。2 件未办结的诉求转给新企业，期限不变；原企业在这些小区的 \d+ 个/)]);
  for (const slug of ['manager-wang', 'head-zhou', 'staff-deng'] as const) expect([slug, await read(slug, no)]).toEqual([slug, 404]);
  // What is closed stays with the company that closed it.
  expect(await read('head-zhou', ended)).toBe(200);
  const rows = city.dataSource.manager;
  expect(await rows.findOneByOrFail(Complaint, { no })).toMatchObject({ companyId: other.id, assigneeId: null });
  expect(await rows.findOneByOrFail(Complaint, { no: ended })).toMatchObject({ companyId: here.companyId });
  expect(await rows.countBy(Appointment, { scopeId: here.id, role: In(['project_manager', 'staff']), endedAt: IsNull() })).toBe(0);
  expect((await city.chat('manager-wang')).some(({ rows: shown }) => shown.some(({ value }) => value === '已注销'))).toBe(true);
  const heads = await rows.findBy(Appointment, { role: 'company_head', scopeId: other.id });
  const came = await rows.findBy(OutboxMessage, { kind: 'complaint.came' });
  expect(came).toHaveLength(heads.length);
  if (heads.length > 0) expect(came[0]?.data).toMatchObject({ title: '2 件未办结诉求', due: '2026年11月20日 14:00' });
  const events = (await owner.get(`/api/complaints/${no}`).expect(200)).body as ComplaintView;
  expect(events.events[0]?.words).toBe(`小区更换了物业服务企业，由${other.name}继续办理，期限不变`);
});

it('the manager who takes the project up then is told what waits there and by when', async () => {
  const { id: scopeId } = await city.dataSource.manager.findOneByOrFail(Community, { id: city.cast.posters[0]?.communityId ?? '' });
  const { phone, name } = castPerson('owner-chen');
  const office = { role: 'project_manager', name, phone, permissions: null, by: null, termEndsAt: null, takeUpUntil: null } as const;
  await city.dataSource.transaction((tx) => new OfficeBook(city.vault).enter(tx, office, { scopeId, scopeName: '' }, city.clock.now()));
  const browser = await city.as('owner-chen');
  const smsCode = await city.requestCode(browser, phone);
  await browser.post('/api/roles').send({ role: 'project_manager', phone, smsCode }).expect(200);
  const came = (await city.chat('owner-chen')).find(({ rows: shown }) => shown.some(({ value }) => value === '请您接手'));
  expect(came?.rows.map(({ value }) => value)).toEqual(expect.arrayContaining(['2 件未办结诉求', '2026年11月20日 14:00']));
  expect(came?.url).toMatch(/\/tasks$/);
});

it('what fails on the way undoes all of it', async () => {
  const { posters } = city.cast;
  const before = await city.dataSource.manager.findOneByOrFail(Community, { id: posters[1]?.communityId ?? '' });
  const other = (await city.dataSource.manager.find(Company)).find(({ id }) => id !== before.companyId) as Company;
  const { name: district } = await city.dataSource.manager.findOneByOrFail(District, { code: before.districtCode });
  const file = `行政区,企业名称,小区,地址,服务电话\r\n${district},${other.name},${before.name},${before.address},${before.servicePhone}`;
  const fails = () => Promise.reject(new Error('the database is gone'));
  const tools = { database: city.app.get(Database), clock: city.clock, follows: fails, say: () => undefined };
  await expect(runBaseCommand(['import', 'communities', written(file)], tools)).rejects.toThrow('the database is gone');
  expect(await city.dataSource.manager.findOneByOrFail(Community, { id: before.id })).toEqual(before);
});
