import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR, parseInstant } from '../calendar/index.js';
import { deadlineOf } from './deadline.js';
import { hopDeadline, type Ladder, ladder, nextHop, type Standing } from './ladder.js';
import { policyDocument } from './policy.js';
import { chengdu, huizhou, POLICIES } from './presets.js';

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
const rungs = chengdu.ladders.respond as Ladder;

/** Walks a ladder as a sweep would: each hop's instant and the deadline that it gave. */
function climb(steps: Ladder, startedAt: number, dueAt: number): { step: string; at: string; due: string | null }[] {
  const taken: { step: string; at: string; due: string | null }[] = [];
  const text = (instant: number) => new Date(instant + 8 * HOUR).toISOString().slice(0, 16);
  let standing: Standing = { startedAt, dueAt, rung: -1, hopDueAt: null };
  for (let hop = nextHop(steps, standing); hop !== null; hop = nextHop(steps, standing)) {
    const rung = standing.rung + 1;
    const given = hopDeadline(chengdu, steps[rung]!, hop);
    if (given && 'error' in given) throw new Error(given.error);
    taken.push({ step: steps[rung]!.step, at: text(hop), due: given ? text(given.at) : null });
    standing = { ...standing, rung, hopDueAt: given?.at ?? standing.hopDueAt };
  }
  return taken;
}

describe('the presets', () => {
  it.each([...POLICIES.values()])('$key is a sound document', (policy) => {
    expect(policyDocument.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  it('have a ladder for every clock, and a clock for every ladder', () => {
    for (const { clocks, ladders } of [chengdu, huizhou]) expect(Object.keys(ladders).sort()).toEqual([...Object.keys(clocks), 'agreed'].sort());
  });
});

describe('climbing', () => {
  it('goes from the reminder to 部门会商, each rung at the end of the deadline before it', () => {
    const from = at('2026-11-20T10:05');
    const deadline = deadlineOf(chengdu, 'respond', from);
    if ('error' in deadline) throw new Error(deadline.error);
    expect(climb(rungs, from, deadline.dueAt)).toEqual([
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
    const [first] = climb(rungs, at('2026-11-20T10:00'), at('2026-11-20T10:30'));
    expect(first).toEqual({ step: 'remind', at: '2026-11-20T10:00', due: null });
  });

  it('never goes back in time and takes every rung once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01T00:00'), max: at('2026-10-31T00:00') }),
        fc.constantFrom(...Object.values(chengdu.ladders)),
        (from, steps) => {
          const hops = climb(steps, from, from + 8 * HOUR);
          expect(hops.map(({ step }) => step)).toEqual(steps.map(({ step }) => step));
          const instants = hops.map((hop) => hop.at);
          expect([...instants].sort()).toEqual(instants);
        },
      ),
      { numRuns: 200 },
    );
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
