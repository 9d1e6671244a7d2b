import { type CalendarYear, year2026 } from '@wuye/shared/calendar';
import { chengdu, policyRoutes } from '@wuye/shared/policy';
import { CalendarJob, CityPolicy, EnteredYear } from '../../src/policy/entities.js';
import { Policies } from '../../src/policy/index.js';
import { fixturesOf, type Matrix } from './kit.js';

const NOTE = '响应时限试行两小时';

/** Each call saves another document than the one before. */
let hours = 4;
const document = () => ({ ...chengdu, ratingReminder: (hours = (hours % 700) + 1) });

async function rowsOf(m: Matrix): Promise<void> {
  const rows = m.world.dataSource.manager;
  for (const entity of [CityPolicy, EnteredYear, CalendarJob]) await rows.clear(entity);
  m.world.app.get(Policies, { strict: false }).forget();
}

/** A version that is saved already, so that what an answer shows can be looked for. */
async function saved(m: Matrix): Promise<void> {
  await rowsOf(m);
  await m.insert('city_policy', { version: 1, document: document(), note: NOTE, createdBy: m.self.accountId, createdAt: m.world.clock.now() });
}

/** The state's own year without its last workday: nothing has entered it yet. */
const corrected: CalendarYear = { ...year2026, workdays: year2026.workdays.slice(0, -1) };

export default fixturesOf('policy', policyRoutes, {
  readPromises: { call: () => ({}) },
  readVersions: { list: true, call: async (m) => (await saved(m), { marks: [NOTE] }), after: rowsOf },
  readVersion: { list: true, call: async (m) => (await saved(m), { params: { version: 'current' }, marks: [NOTE] }), after: rowsOf },
  previewPolicy: { list: true, call: () => ({ body: { document: document() } }) },
  savePolicy: { list: true, call: async (m) => (await rowsOf(m), { body: { document: document(), basedOn: 0, note: NOTE } }), after: rowsOf },
  readCalendar: { list: true, call: () => ({ marks: ['国办发明电〔2025〕7号'] }) },
  previewYear: { list: true, call: () => ({ body: { document: corrected } }) },
  saveYear: { list: true, call: async (m) => (await rowsOf(m), { body: { document: corrected, basedOn: null, moves: false } }), after: rowsOf },
});
