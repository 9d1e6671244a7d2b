import { describe, expect, it } from '@jest/globals';
import { type Counts, measures, ratesOf } from './measure.js';
import { definitions, measureNames, rateParts } from './words.js';

const counts = (some: Partial<Counts>): Counts => ({ ...(Object.fromEntries(measures.map((measure) => [measure, 0])) as unknown as Counts), ...some });

describe('rates', () => {
  it('are never above their whole: what came back and is open still counts among what came in', () => {
    const { reopen } = ratesOf(counts({ cases: 6, closed: 2, reopened: 4 }));
    expect(reopen).toEqual([4, 6]);
  });

  it('are made of the parts that they lead to', () => {
    const each = counts(Object.fromEntries(measures.map((measure, at) => [measure, at + 1])));
    for (const [rate, [part, whole]] of Object.entries(rateParts)) expect(ratesOf(each)[rate as keyof typeof rateParts]).toEqual([each[part], each[whole]]);
  });
});

describe('words of figures', () => {
  it('fit a city whose first limit is that of registering: what was answered but registered late is not “not answered”', () => {
    for (const measure of ['on_time', 'late'] as const) expect(measureNames[measure]).not.toContain('响应');
    expect(definitions.find(({ name }) => name === '响应及时率')?.words).toMatch(/首个时限.*响应.*受理登记/);
  });
});
