import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { Community } from '../src/community/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { close, complaint, neverFlagged, newKey, respond, submit, upload } from './acts.js';
import { type Browser, castPerson, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  [owner, manager, head, officer] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('head-zhou'), world.as('officer-wu')]);
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

/** Looking at a phone wants a reason, the other acts what each test gives them. */
const act = (browser: Browser, no: string, name: string, body: object = name === 'contact' ? { reason: { kind: 'handle' } } : {}) =>
  browser.post(`/api/complaints/${no}/${name}`).send(body);
const ANSWER = { words: '已收到，马上处理' };
const closing = async (fields: object = {}) => ({ words: '主板已经更换，电梯恢复运行。', pictures: [await upload(manager)], ...fields });
/** A new complaint in the state that a test begins with. */
async function inState(state: 'submitted' | 'responded' | 'closed' | 'solved', fields: Record<string, unknown> = {}): Promise<string> {
  const { no } = await submit(world, owner, fields);
  if (state !== 'submitted') await respond(manager, no);
  if (state === 'closed' || state === 'solved') await close(manager, no);
  if (state === 'solved') await act(owner, no, 'verdict', { solved: true }).expect(200);
  return no;
}

describe('who may', () => {
  let no: string;
  let rival: Browser;
  let stranger: Browser;
  beforeAll(async () => {
    rival = await world.as('manager-liu');
    const { phone } = castPerson('manager-liu');
    await rival
      .post('/api/roles')
      .send({ role: 'project_manager', phone, smsCode: await world.requestCode(rival, phone) })
      .expect(200);
    stranger = await world.as('stranger-he');
    no = await inState('submitted');
  });

  it('a manager of another community: it is not there, for reading and for everything else', async () => {
    const attempts = [
      rival.get(`/api/complaints/${no}`),
      act(rival, no, 'respond', ANSWER),
      act(rival, no, 'close', await closing()),
      act(rival, no, 'contact'),
      act(rival, no, 'verdict', { solved: true }),
    ];
    for (const attempt of attempts) expect((await attempt).body).toMatchObject({ status: 404, code: 'COMPLAINT.NOT_FOUND' });
  });

  it('a stranger, and another owner of the same community: it is not there', async () => {
    for (const browser of [stranger, await world.as('owner-chen')]) {
      expect((await browser.get(`/api/complaints/${no}`)).body).toMatchObject({ status: 404, code: 'COMPLAINT.NOT_FOUND' });
      expect((await act(browser, no, 'respond', ANSWER)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    }
  });

  it('a number that nobody has, and one that is none', async () => {
    expect((await manager.get('/api/complaints/20261120-000000')).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    expect((await manager.get('/api/complaints/abc')).body).toMatchObject({ status: 422, code: 'REQUEST.INVALID' });
  });

  it('the company’s head and the district’s officer read it, and may not answer or close it', async () => {
    for (const [browser, can] of [
      [head, ['supplement', 'contact']],
      [officer, ['supplement']],
    ] as const) {
      expect((await browser.get(`/api/complaints/${no}`).expect(200)).body).toMatchObject({ no, can: expect.arrayContaining([...can]) });
      expect((await act(browser, no, 'respond', ANSWER)).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
      expect((await act(browser, no, 'close', await closing())).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    }
  });

  it('its owner reads it, and answers and closes nothing', async () => {
    expect((await owner.get(`/api/complaints/${no}`).expect(200)).body).toMatchObject({ mine: true, can: ['withdraw', 'supplement'] });
    expect((await act(owner, no, 'respond', ANSWER)).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
  });

  it('the manager neither judges nor rates', async () => {
    const closed = await inState('closed');
    for (const [name, body] of [
      ['verdict', { solved: true }],
      ['rating', { rating: 'satisfied' }],
    ] as const) {
      expect((await act(manager, closed, name, body)).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    }
  });

  it('a manager who ended: no longer', async () => {
    const { phone } = castPerson('manager-wang');
    const { query } = { query: (sql: string, values: unknown[]) => world.dataSource.query(sql, values) };
    const phoneHash = world.vault.index('person.phone', phone);
    await query('UPDATE appointment SET ended_at = appointed_at WHERE phone_hash = ?', [phoneHash]);
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    expect((await manager.get('/api/complaints/work')).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    await query('UPDATE appointment SET ended_at = NULL WHERE phone_hash = ?', [phoneHash]);
  });
});

describe('responding', () => {
  it('twice at once: one answer, one message, one close clock', async () => {
    const no = await inState('submitted');
    const answers = await Promise.all([act(manager, no, 'respond', ANSWER), act(manager, no, 'respond', ANSWER)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body } = await owner.get(`/api/complaints/${no}`);
    expect((body as ComplaintView).events.map(({ kind }) => kind)).toEqual(['responded', 'submitted']);
    expect((body as ComplaintView).clocks.map(({ clock, metAt }) => [clock, metAt])).toEqual([
      ['respond', FRIDAY.toISOString()],
      ['close', null],
    ]);
    expect((await world.chat('owner-li')).filter(({ url }) => url.endsWith(no))).toHaveLength(1);
  });

  it('twice at once with one key: both get the one answer', async () => {
    const [no, key] = [await inState('submitted'), newKey()];
    const send = () => manager.post(`/api/complaints/${no}/respond`).set('idempotency-key', key).send(ANSWER);
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
  });

  it('without words', async () => {
    expect((await act(manager, await inState('submitted'), 'respond', { words: '。' })).body).toMatchObject({
      errors: [{ path: 'words', message: '请写一句回复' }],
    });
  });

  it('late: it is answered all the same, and the clock shows when it was met', async () => {
    const no = await inState('submitted');
    world.clock.advance(5 * 3_600_000);
    const [clock] = (await respond(manager, no)).clocks;
    expect(Date.parse(String(clock?.metAt)) > Date.parse(String(clock?.dueAt))).toBe(true);
  });

  /** Sessions of November are over by then. */
  async function inDecember(at: string): Promise<void> {
    world.clock.set(at);
    [owner, manager] = await Promise.all([world.as('owner-li'), world.as('manager-wang')]);
  }

  it('where the calendar ends: it works, without a close clock, and the owner is told', async () => {
    await inDecember('2026-12-30T02:00:00Z');
    const no = await inState('submitted');
    const answered = await respond(manager, no);
    expect(answered).toMatchObject({
      state: 'responded',
      dueAt: null,
      can: expect.arrayContaining(['accept', 'close', 'supplement', 'contact']),
      clocks: [{ clock: 'respond', metAt: '2026-12-30T02:00:00.000Z' }],
    });
    expect(await close(manager, no)).toMatchObject({ state: 'closed' });
    expect((await world.chat('owner-li')).filter(({ url }) => url.endsWith(no))).toHaveLength(2);
  });

  it('of the day before, still within the calendar: two working days', async () => {
    await inDecember('2026-12-29T02:00:00Z');
    expect((await respond(manager, await inState('submitted'))).dueAt).toBe('2026-12-31T16:00:00.000Z');
  });
});

describe('closing', () => {
  it.each([
    ['without a picture', { pictures: [] }, 'COMPLAINT.PROOF_MISSING'],
    ['with nine characters', { words: '已经修好了请放心。' }, 'REQUEST.INVALID'],
    ['with an unknown picture', { pictures: ['01H00000000000000000000000'] }, 'COMPLAINT.PICTURE_UNKNOWN'],
    ['for no reason that we know', { reason: 'tired' }, 'REQUEST.INVALID'],
  ])('%s: refused, and it stays open', async (_what, fields, code) => {
    const no = await inState('responded');
    expect((await act(manager, no, 'close', await closing(fields))).body).toMatchObject({ status: 422, code });
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({
      state: 'responded',
      can: expect.arrayContaining(['accept', 'close', 'supplement', 'contact']),
    });
  });

  it('with the owner’s picture: refused', async () => {
    const no = await inState('responded');
    expect((await act(manager, no, 'close', await closing({ pictures: [await upload(owner)] }))).body).toMatchObject({ code: 'COMPLAINT.PICTURE_UNKNOWN' });
  });

  it('before responding: refused', async () => {
    expect((await act(manager, await inState('submitted'), 'close', await closing())).body).toMatchObject({ status: 409, code: 'COMPLAINT.STEP_WRONG' });
  });

  it('for a reason: the owner’s message says that it is not solved', async () => {
    const no = await inState('responded');
    await act(manager, no, 'close', await closing({ reason: 'fund' })).expect(200);
    const card = (await world.chat('owner-li')).find(({ title, url }) => title === '投诉处理结果通知' && url.endsWith(no));
    expect(card?.rows).toContainEqual(expect.objectContaining({ key: 'thing3', value: '未解决：需专项资金' }));
  });
});

describe('the verdict', () => {
  const judge = (no: string, body: object) => act(owner, no, 'verdict', body);
  const told = async (no: string, phrase: string) => {
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const) {
      const cards = (await world.chat(slug)).filter(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === phrase));
      expect([slug, cards.length]).toEqual([slug, 1]);
    }
  };

  it('not solved: reopened, closed again, still not solved: one level up; each time they are told', async () => {
    const no = await inState('closed');
    expect((await judge(no, { solved: false })).body).toMatchObject({ status: 422, code: 'COMPLAINT.REASON_MISSING' });
    world.clock.advance(60_000);
    expect((await judge(no, { solved: false, reason: '又停了' }).expect(200)).body).toMatchObject({ state: 'reopened', can: ['withdraw', 'supplement'] });
    await told(no, '重新办理');
    expect((await head.get(`/api/complaints/${no}`)).body).toMatchObject({
      can: expect.arrayContaining(['respond', 'accept', 'close', 'supplement', 'contact']),
      clocks: [{ round: 1 }, { round: 1 }, { clock: 'respond', round: 2, metAt: null }],
    });
    world.clock.advance(60_000);
    await close(head, no);
    world.clock.advance(60_000);
    expect((await judge(no, { solved: false, reason: '还是停' }).expect(200)).body).toMatchObject({ state: 'escalated', can: ['withdraw', 'supplement'] });
    await told(no, '提级办理');
    const { events } = (await owner.get(`/api/complaints/${no}`)).body as ComplaintView;
    expect(events.map(({ kind }) => kind)).toEqual(['escalated', 'closed', 'reopened', 'closed', 'responded', 'submitted']);
    expect(events[0]?.words).toBe('还是停');
    expect((await judge(no, { solved: true })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('one level up: the district closes it, the company no more; what is still not solved then stays so and is rated', async () => {
    const no = await inState('closed');
    await judge(no, { solved: false, reason: '又停了' }).expect(200);
    await close(head, no);
    await judge(no, { solved: false, reason: '还是停' }).expect(200);
    expect((await act(manager, no, 'close', { words: '电梯主板已经更换完毕', pictures: [await upload(manager)] })).body).toMatchObject({
      code: 'COMPLAINT.MOVED',
    });
    expect((await officer.get(`/api/complaints/${no}`)).body).toMatchObject({ can: expect.arrayContaining(['close', 'supplement']) });
    await close(officer, no);
    expect((await judge(no, { solved: false, reason: '仍然停' }).expect(200)).body).toMatchObject({ state: 'unsolved', can: ['rate'] });
    expect((await act(owner, no, 'rating', { rating: 'dissatisfied', words: '' }).expect(200)).body).toMatchObject({ state: 'unsolved', can: [] });
  });

  it('solved and not solved at once: each that is taken stands on the timeline, the other is told', async () => {
    const no = await inState('closed');
    const answers = await Promise.all([judge(no, { solved: true }), judge(no, { solved: false, reason: '没有' })]);
    const taken = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2 - taken);
    expect(taken).toBeGreaterThan(0);
    const { events } = (await owner.get(`/api/complaints/${no}`)).body as ComplaintView;
    expect(events).toHaveLength(3 + taken);
  });

  it('said solved by a slip: until it is rated the way back is open', async () => {
    const no = await inState('closed');
    expect((await judge(no, { solved: true }).expect(200)).body).toMatchObject({ state: 'solved', can: expect.arrayContaining(['rate', 'reopen']) });
    expect((await judge(no, { solved: false, reason: '点错了，还没修好' }).expect(200)).body).toMatchObject({ state: 'reopened' });
    const rated = await inState('closed');
    await judge(rated, { solved: true }).expect(200);
    await owner.post(`/api/complaints/${rated}/rating`).send({ rating: 'basically' }).expect(200);
    expect((await judge(rated, { solved: false, reason: '还没修好' })).body).toMatchObject({ status: 409, code: 'COMPLAINT.STEP_WRONG' });
  });

  it('before it is closed: refused', async () => {
    expect((await judge(await inState('responded'), { solved: true })).body).toMatchObject({ status: 409, code: 'COMPLAINT.STEP_WRONG' });
  });

  it('in a community that has ended meanwhile: those who oversee it are told all the same', async () => {
    const no = await inState('closed');
    const { manager: rows } = world.dataSource;
    const id = world.cast.posters[0]?.communityId;
    await rows.update(Community, { id }, { endedAt: world.clock.now() });
    await judge(no, { solved: false, reason: '又停了' }).expect(200);
    await told(no, '重新办理');
    expect((await officer.get(`/api/complaints/${no}`).expect(200)).body).toMatchObject({ communityName: '华阳小区' });
    await rows.update(Community, { id }, { endedAt: null });
  });
});

describe('the rating', () => {
  it.each(['satisfied', 'basically', 'dissatisfied'])('%s, once', async (rating) => {
    const no = await inState('solved');
    expect((await act(owner, no, 'rating', { rating, words: '谢谢😀' }).expect(200)).body).toMatchObject({
      rating,
      // 不满意 may have it done anew.
      can: rating === 'dissatisfied' ? ['reopen'] : [],
      events: [{ kind: 'rated', words: '谢谢😀' }, {}, {}, {}, {}],
    });
    expect((await act(owner, no, 'rating', { rating: 'satisfied' })).body).toMatchObject({ status: 409, code: 'COMPLAINT.STEP_WRONG' });
  });

  it('twice at once: one counts', async () => {
    const no = await inState('solved');
    const answers = await Promise.all(['satisfied', 'dissatisfied'].map((rating) => act(owner, no, 'rating', { rating })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('before the verdict, and of a sort that we do not know: refused', async () => {
    expect((await act(owner, await inState('closed'), 'rating', { rating: 'satisfied' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect((await act(owner, await inState('solved'), 'rating', { rating: 'five stars' })).body).toMatchObject({ code: 'REQUEST.INVALID' });
  });
});

describe('the submitter’s phone', () => {
  const looks = (no: string) => world.dataSource.manager.countBy(AuditEntry, { action: 'complaint.contact', subject: `complaint:${no}` });

  it('is masked on the page, told in full on asking, and every look is written down', async () => {
    const no = await inState('submitted', { phone: '13812345678' });
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ submitter: { name: '李*', phone: '138****5678' } });
    expect((await act(manager, no, 'contact').expect(200)).body).toEqual({ phone: '13812345678' });
    await act(head, no, 'contact').expect(200);
    expect(await looks(no)).toBe(2);
    expect((await act(officer, no, 'contact')).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    expect(await looks(no)).toBe(2);
  });

  it('hidden: neither name nor phone reaches anyone but the owner’s own pages, and no look is written down', async () => {
    const no = await inState('submitted', { anonymous: true, phone: '13812345678' });
    for (const browser of [manager, head, officer]) {
      const { body } = await browser.get(`/api/complaints/${no}`).expect(200);
      expect(body).toMatchObject({ submitter: null, anonymous: true });
      expect(JSON.stringify(body)).not.toMatch(/李|5678/);
      expect((body as ComplaintView).can).not.toContain('contact');
    }
    expect((await act(manager, no, 'contact')).body).toMatchObject({ status: 404, code: 'COMPLAINT.NO_PHONE' });
    expect(await looks(no)).toBe(0);
  });

  it('of someone who bound no home and left none: there is none', async () => {
    const { body } = await (await world.as('stranger-he')).post('/api/complaints').send(complaint(world)).expect(201);
    const { no } = body as ComplaintView;
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ submitter: null });
    expect((await act(manager, no, 'contact')).body).toMatchObject({ code: 'COMPLAINT.NO_PHONE' });
  });
});
