import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../calendar/index.js';
import { completed, policyDocument, readPolicy, sourceNames } from './policy.js';
import { chengdu, huizhou, POLICIES } from './presets.js';
import { demandedDeadline, ladderOf, raisedDeadline, urgedDeadline } from './ways.js';
import { policyChanges } from './words.js';

const FRIDAY = parseInstant('2026-11-20T10:00:00+08:00') ?? NaN;
const DUE = parseInstant('2026-11-24T10:00:00+08:00') ?? NaN;
const sourceOf = (found: unknown) => (found as { source: string }).source;

/** A document as it was saved before it had `sources`. */
const before = ({ sources: _, ...saved }: typeof chengdu) => saved;

describe('what a city’s rules stand on', () => {
  it('is its own notice, or nothing: none cites another city’s', () => {
    expect(JSON.stringify(huizhou)).not.toMatch(/成住建发|成都/);
    expect(JSON.stringify(chengdu)).not.toMatch(/惠州/);
    for (const [clock, steps] of Object.entries(huizhou.ladders))
      for (const { step, source } of steps) expect([clock, step, source]).toEqual([clock, step, expect.stringMatching(/^本平台设定/)]);
  });

  it('stands under what an officer sets by hand, and under what was escalated', () => {
    expect(sourceOf(urgedDeadline(chengdu, FRIDAY, 3))).toBe('成住建发〔2023〕62号 三(二)');
    expect(demandedDeadline(chengdu, FRIDAY, DUE).source).toBe('成住建发〔2023〕62号 三(二)');
    expect(sourceOf(urgedDeadline(huizhou, FRIDAY, 3))).toBe('');
    expect(demandedDeadline(huizhou, FRIDAY, DUE).source).toBe('');
    expect(raisedDeadline(huizhou, FRIDAY)?.deadline.source).toBe('本平台设定');
  });

  it.each([...POLICIES.values()])('$key: a version of before reads as the preset has it', (policy) => {
    const { urged: _, ...ladders } = policy.ladders;
    expect(completed({ ...before(policy), ladders })).toEqual(policy);
    expect(ladderOf(completed({ ...before(policy), ladders }), 'urged')).toEqual(policy.ladders.urged);
  });

  it('of a city without a preset is nothing until it says so', () => {
    const strange = completed({ ...before(chengdu), key: 'third-city' });
    expect(Object.values(strange.sources)).toEqual(Object.keys(sourceNames).map(() => ''));
    expect(policyDocument.parse(before(chengdu)).sources).toEqual(strange.sources);
  });

  it('is kept where a page of before sends a document without it, and emptied where an officer empties it', () => {
    expect(readPolicy(before(chengdu))).toEqual(chengdu);
    expect(readPolicy({ ...chengdu, sources: { ...chengdu.sources, board: '' } }).sources.board).toBe('');
  });

  it('does not change unseen', () => {
    const after = { ...huizhou, sources: { ...huizhou.sources, oversight: '示例市通知 三' } };
    expect(policyChanges(huizhou, after)).toEqual([{ part: '依据 › 督办和市督促', from: '没有写', to: '示例市通知 三' }]);
  });
});
