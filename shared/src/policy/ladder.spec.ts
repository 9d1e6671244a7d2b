import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR, parseInstant } from '../calendar/index.js';
import { deadlineOf } from './deadline.js';
import { climb, hopDeadline, type Ladder, ladder, rungWords, type Standing } from './ladder.js';
import { policyDocument } from './policy.js';
import { chengdu, huizhou, POLICIES } from './presets.js';
import { ladderOf } from './ways.js';

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
const rungs = chengdu.ladders.respond as Ladder;

const text = (instant: number) => new Date(instant + 8 * HOUR).toISOString().slice(0, 16);

/** The whole climb by a far future: each hop's instant and the deadline that it gave. */
const whole = (steps: Ladder, startedAt: number, dueAt: number) =>
  climb(chengdu, steps, { startedAt, dueAt, rung: -1, hopDueAt: null }, at('2026-12-31T23:59')).hops.map((hop) => ({
    step: hop.step,
    at: text(hop.at),
    due: hop.dueAt === null ? null : text(hop.dueAt),
  }));

describe('the presets', () => {
  it.each([...POLICIES.values()])('$key is a sound document', (policy) => {
    expect(policyDocument.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  it('have a ladder for every clock, and a clock for every ladder', () => {
    for (const { clocks, ladders } of [chengdu, huizhou]) expect(Object.keys(ladders).sort()).toEqual([...Object.keys(clocks), 'agreed', 'urged'].sort());
  });
});

describe('what the district sets by hand', () => {
  const told = (clock: 'demanded' | 'conferred') => ladderOf(chengdu, clock).map(({ step, to }) => [step, ...to]);

  it('a 督办 is the property’s to do, a 部门会商 the district’s: nobody below hears of its time', () => {
    expect(told('demanded')).toEqual([
      ['remind', 'project_manager'],
      ['warn', 'district_officer', 'company_head', 'project_manager'],
    ]);
    expect(told('conferred')).toEqual([
      ['remind', 'district_officer'],
      ['warn', 'district_officer', 'city_officer'],
    ]);
    expect(ladder.parse(ladderOf(chengdu, 'conferred'))).toHaveLength(2);
  });
});

describe('climbing', () => {
  it('goes from the reminder to 部门会商, each rung at the end of the deadline before it', () => {
    const from = at('2026-11-20T10:05');
    const deadline = deadlineOf(chengdu, 'respond', from);
    if ('error' in deadline) throw new Error(deadline.error);
    expect(whole(rungs, from, deadline.dueAt)).toEqual([
      { step: 'remind', at: '2026-11-20T13:05', due: null },
      { step: 'warn', at: '2026-11-20T14:05', due: null },
      { step: 'takeover', at: '2026-11-20T14:05', due: '2026-11-20T18:05' },
      { step: 'supervise', at: '2026-11-20T18:05', due: '2026-11-24T00:00' },
      { step: 'list', at: '2026-11-24T00:00', due: '2026-11-27T00:00' },
      { step: 'raise', at: '2026-11-27T00:00', due: '2026-12-03T00:00' },
      { step: 'confer', at: '2026-12-03T00:00', due: null },
    ]);
  });

  it('reminds at once where the clock is shorter than the reminder', () => {
    const [first] = whole(rungs, at('2026-11-20T10:00'), at('2026-11-20T10:30'));
    expect(first).toEqual({ step: 'remind', at: '2026-11-20T10:00', due: null });
  });

  it('never goes back in time and takes every rung once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01T00:00'), max: at('2026-10-31T00:00') }),
        fc.constantFrom(...Object.values(chengdu.ladders)),
        (from, steps) => {
          const hops = whole(steps, from, from + 8 * HOUR);
          expect(hops.map(({ step }) => step)).toEqual(steps.map(({ step }) => step));
          const instants = hops.map((hop) => hop.at);
          expect([...instants].sort()).toEqual(instants);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('hop by hop or after an outage: the same hops at the same instants', () => {
    const start: Standing = { startedAt: at('2026-11-20T10:05'), dueAt: at('2026-11-20T14:05'), rung: -1, hopDueAt: null };
    const late = climb(chengdu, rungs, start, at('2026-11-28T00:00'));
    const hops = [];
    let standing = start;
    for (let now = at('2026-11-20T10:05'); now <= at('2026-11-28T00:00'); now += HOUR / 2) {
      const step = climb(chengdu, rungs, standing, now);
      hops.push(...step.hops);
      standing = step.standing;
    }
    expect(hops).toEqual(late.hops);
    expect(standing).toEqual(late.standing);
  });

  it('rests where the calendar ends: the hop is taken, its deadline is not made up', () => {
    const standing: Standing = { startedAt: at('2026-12-31T10:00'), dueAt: at('2026-12-31T14:00'), rung: 2, hopDueAt: at('2026-12-31T18:00') };
    expect(climb(chengdu, rungs, standing, at('2027-01-20T00:00'))).toMatchObject({ hops: [{ step: 'supervise', dueAt: null }], nextAt: null });
  });

  it('says so where the calendar ends', () => {
    expect(
      hopDeadline(
        chengdu,
        rungs.find(({ step }) => step === 'supervise')!,
        at('2026-12-31T20:00'),
      ),
    ).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });
});

describe('what a rung says', () => {
  const said = (step: string) =>
    rungWords(
      rungs.find((rung) => rung.step === step)!,
      null,
    );

  it('with its deadline, and without that clause where the calendar ends', () => {
    expect(
      rungWords(
        rungs.find(({ step }) => step === 'takeover')!,
        at('2026-11-20T18:00'),
      ),
    ).toContain('应在 11月20日 周五 18:00 前回复');
    expect(said('takeover')).toBe('物业未按时响应，公司已接手；已抄告区住建局。您不用再报。');
    expect(said('supervise')).toBe('公司也未按时办理，区住建局已介入督办。');
    expect(said('raise')).toBe('已提级办理。');
    expect(rungWords({ sentence: '应在 {due} 前办好。' }, null)).toBe('');
  });

  it.each([...POLICIES.values()])('$key: no sentence is left with a gap', ({ ladders }) => {
    for (const { sentence } of Object.values(ladders).flat()) expect(rungWords({ sentence }, null)).not.toMatch(/\{due\}|在\s+前|^[，；]/u);
  });
});

describe('where it does not stand with the manager', () => {
  const steps = (level: 'manager' | 'company' | 'district') =>
    climb(
      chengdu,
      rungs,
      { startedAt: at('2026-11-20T10:05'), dueAt: at('2026-11-20T14:05'), rung: -1, hopDueAt: null },
      at('2026-12-31T23:59'),
      undefined,
      level,
    ).hops.map((hop) => [hop.step, text(hop.at)]);

  it('the company takes over nothing from itself: the district steps in at the clock’s own end', () => {
    expect(steps('company')).toEqual([
      ['remind', '2026-11-20T13:05'],
      ['warn', '2026-11-20T14:05'],
      ['supervise', '2026-11-20T14:05'],
      ['list', '2026-11-24T00:00'],
      ['raise', '2026-11-27T00:00'],
      ['confer', '2026-12-03T00:00'],
    ]);
  });

  it('the district urges nobody below it: 提级办理 is the next', () => {
    expect(steps('district').map(([step]) => step)).toEqual(['remind', 'warn', 'raise', 'confer']);
    expect(steps('district')[2]).toEqual(['raise', '2026-11-20T14:05']);
  });
});

describe('a ladder as a document', () => {
  const [remind, warn, takeover] = rungs;
  it.each([
    ['a lower step after a higher', [takeover, warn]],
    ['a reminder after the end', [warn, remind]],
    ['a deadline in words that it does not give', [{ ...warn, sentence: '应在 {due} 前' }]],
    ['nobody to tell', [{ ...warn, to: [] }]],
    ['a step that nobody knows', [{ ...warn, step: 'shout' }]],
  ])('refuses %s', (_, document) => {
    expect(ladder.safeParse(document).success).toBe(false);
  });
});
