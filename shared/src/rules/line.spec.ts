import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokenLine, runLine } from './line.js';
import { RULES } from './registry.js';

const ask = (line: string): unknown => JSON.parse(runLine(line) ?? 'null');
const put = (rule: unknown, input?: unknown): unknown => ask(JSON.stringify({ rule, input }));

describe('a line', () => {
  it.each(['', ' ', '\t', '\r', ' \r'])('%j is blank and gives no result', (line) => {
    expect(runLine(line)).toBeNull();
  });

  it.each([
    '{',
    'x',
    '[]',
    'null',
    '5',
    '"resident-id"',
    '{"rule":"resident-id","input":"1"} {}',
    "{'rule':1}",
    '\uFEFF{}',
    '\u3000',
    'NaN',
    '{"rule":"keyword",}',
    '\u0000',
  ])('%j is broken', (line) => {
    expect(ask(line)).toMatchObject({ error: 'LINE.BROKEN' });
  });

  it.each([
    '{}',
    '{"rule":5}',
    '{"input":"x"}',
    '{"rule":"__proto__","input":"x"}',
    '{"rule":"constructor"}',
    '{"rule":"Resident-Id"}',
    '{"rule":""}',
    '{"__proto__":{"rule":"resident-id"}}',
    '{"rule":["resident-id"]}',
  ])('%s names no rule', (line) => {
    expect(ask(line)).toMatchObject({ error: 'RULE.UNKNOWN' });
  });

  it('reads past its end and the auditor’s own notes, and takes the last of a key given twice', () => {
    expect(ask('{"rule":"x","rule":"working-day","input":"2026-02-14","note":1}\r')).toEqual({ working: true, reason: '调休' });
  });

  it('may hold U+2028 as data', () => {
    expect(ask('{"rule":"resident-id","input":"110105\u2028194912\u202931002x"}')).toEqual({ valid: true, normalized: '11010519491231002X' });
  });
});

describe('an input of wrong shape', () => {
  it.each<[string, unknown]>([
    ['resident-id', undefined],
    ['resident-id', null],
    ['resident-id', 11010519491231],
    ['resident-id', ['11010519491231002X']],
    ['resident-id', {}],
    ['credit-code', true],
    ['id-document', '1'],
    ['id-document', {}],
    ['id-document', []],
    ['id-document', { type: 'Resident', value: '1' }],
    ['id-document', { type: 'resident', value: 1 }],
    ['id-document', { type: 'constructor', value: '1' }],
    ['id-document', { type: 'resident', value: '1', more: 1 }],
    ['id-document', JSON.parse('{"type":"resident","value":"1","__proto__":{}}')],
    ['working-day', '2026-2-14'],
    ['working-day', '2026-02-30'],
    ['working-day', '2026-02-14T00:00:00Z'],
    ['working-day', '20260214'],
    ['working-day', 20260214],
    ['working-day', ''],
    ['deadline', {}],
    ['deadline', { policy: 'nowhere', clock: 'none', from: '2026-02-13' }],
    ['deadline', { policy: 'chengdu', clock: 'respond', from: 1770971999000 }],
    ['deadline', { policy: 'chengdu', clock: 'respond' }],
    ['deadline', { policy: 1, clock: 'respond', from: '2026-02-13T16:40:00Z' }],
    ['list', {}],
    ['list', { respondedOnTime: 99, resolved: 97, satisfied: 86, cases: 100 }],
    ['list', { respondedOnTime: 101, resolved: 97, satisfied: 86, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: 99, resolved: 101, satisfied: 86, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: 99, resolved: 97, satisfied: 91, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: 99, resolved: 97, satisfied: 86, cases: 100, rated: 101 }],
    ['list', { respondedOnTime: -1, resolved: 97, satisfied: 86, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: 98.5, resolved: 97, satisfied: 86, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: '99', resolved: 97, satisfied: 86, cases: 100, rated: 90 }],
    ['list', { respondedOnTime: 99, resolved: 97, satisfied: 86, cases: 100, rated: 90, more: 1 }],
    ['keyword', { type: 'things', value: 'a' }],
    ['keyword', { type: 'thing' }],
    ['keyword', { type: 'thing', value: null }],
    ['keyword', { type: 'const', value: 'a' }],
    ['keyword', { type: 'const', value: 'a', approved: 'a' }],
    ['keyword', { type: 'const', value: 'a', approved: [1] }],
  ])('%s %j', (rule, input) => {
    expect(put(rule, input)).toMatchObject({ error: 'INPUT.INVALID' });
  });

  it('is told by its place, never by its content', () => {
    const line = runLine(JSON.stringify({ rule: 'id-document', input: { type: 'resident', value: ['11010519491231002X'], '4403': 1 } }));
    expect(line).toContain('input.value');
    expect(line).not.toMatch(/1101|4403/);
  });
});

describe('the table of the design', () => {
  it.each<[string, unknown, object]>([
    ['resident-id', '11010519491231002x', { valid: true, normalized: '11010519491231002X' }],
    ['credit-code', '91350100M000100Y43', { valid: true, normalized: '91350100M000100Y43' }],
    ['id-document', { type: 'taiwan', value: '1234567801' }, { valid: true, normalized: '12345678' }],
    ['working-day', '2026-02-14', { working: true, reason: '调休' }],
    ['deadline', { policy: 'chengdu', clock: 'respond', from: '2026-02-13T16:40:00+08:00' }, { due: '2026-02-13T20:40:00+08:00', explain: expect.any(String) }],
    [
      'list',
      { respondedOnTime: 99, resolved: 97, satisfied: 86, cases: 100, rated: 90 },
      { list: 'none', rates: { response: [99, 100], resolution: [97, 100], satisfaction: [86, 90] } },
    ],
    [
      'list',
      { respondedOnTime: 1, resolved: 1, satisfied: 0, cases: 1, rated: 0 },
      { list: 'none', rates: { response: [1, 1], resolution: [1, 1], satisfaction: [0, 0] }, reason: 'TOO_FEW' },
    ],
    ['keyword', { type: 'thing', value: '漏水' }, { value: '漏水' }],
    ['keyword', { type: 'const', value: '甲', approved: ['乙'] }, { value: null, code: 'NOT_APPROVED' }],
  ])('%s %j', (rule, input, result) => {
    expect(put(rule, input)).toEqual(result);
  });

  it('names an unknown day and an unknown clock', () => {
    expect(put('working-day', '2027-01-01')).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE', message: expect.any(String) });
    expect(put('deadline', { policy: 'chengdu', clock: 'accept', from: '2027-02-13T16:40:00Z' })).toMatchObject({
      error: 'POLICY.NO_CLOCK',
      message: expect.any(String),
    });
  });
});

it('answers anything at all with one object on one line', () => {
  const input = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.record({ type: fc.constantFrom('thing', 'resident', 'other', 'amount'), value: fc.string({ unit: 'binary' }) }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...RULES.keys()), input, (rule, value) => {
      const line = runLine(JSON.stringify({ rule, input: value })) ?? '';
      expect(line).not.toMatch(/[\n\u2028\u2029]|\p{Surrogate}/u);
      expect(typeof JSON.parse(line)).toBe('object');
    }),
    { numRuns: 2000 },
  );
  expect(JSON.parse(brokenLine('x'))).toEqual({ error: 'LINE.BROKEN', message: 'x' });
});
