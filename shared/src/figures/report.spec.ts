import { describe, expect, it } from '@jest/globals';
import { reportOf } from './report.js';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');

describe('a report', () => {
  it('is of what is over: the last quarter, the last month, unless an earlier one is asked for', () => {
    expect(reportOf('quarter', undefined, NOW)).toMatchObject({ from: '2026-07', to: '2026-09', newest: true });
    expect(reportOf('quarter', '2026-05', NOW)).toMatchObject({ from: '2026-04', title: '2026年第二季度区（县）小区问题解决情况通报', newest: false });
    expect(reportOf('month', '2027-01', NOW)).toMatchObject({ from: '2026-10', to: '2026-10', newest: true });
    expect(reportOf('month', '2026-03', NOW)).toMatchObject({ from: '2026-03', title: '2026年3月物业项目小区问题解决情况通报' });
  });

  it('turns with Shanghai’s month', () => {
    expect(reportOf('month', undefined, Date.parse('2026-12-31T15:59:59Z')).from).toBe('2026-11');
    expect(reportOf('quarter', undefined, Date.parse('2026-12-31T16:00:00Z')).from).toBe('2026-10');
  });
});
