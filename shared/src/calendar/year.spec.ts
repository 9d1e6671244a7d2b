import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarYear, dayKind, STATE_CALENDAR } from './calendar.js';
import { readNotice } from './notice.js';
import { year2026 } from './year-2026.js';
import { calendarChanges, calendarYear, daysOfYear, withYear, yearFaults } from './year.js';

/** Ours, for tests: no notice has ordered 2027 yet. */
const year2027: CalendarYear = {
  year: 2027,
  source: '国办发明电〔2026〕9号',
  holidays: [
    { name: '元旦', first: '2027-01-01', last: '2027-01-03' },
    { name: '春节', first: '2027-02-05', last: '2027-02-11' },
    { name: '清明节', first: '2027-04-03', last: '2027-04-05' },
    { name: '劳动节', first: '2027-05-01', last: '2027-05-05' },
    { name: '端午节', first: '2027-06-09', last: '2027-06-11' },
    { name: '中秋节', first: '2027-09-15', last: '2027-09-17' },
    { name: '国庆节', first: '2027-10-01', last: '2027-10-07' },
  ],
  workdays: ['2027-01-31', '2027-02-20', '2027-05-08', '2027-10-09'],
};
const words = (document: CalendarYear): string[] => yearFaults(document, STATE_CALENDAR).map(({ at, words: said }) => `${at}：${said}`);
const without = (name: string): CalendarYear['holidays'] => year2027.holidays.filter((holiday) => holiday.name !== name);
const instead = (name: string, holiday: Partial<CalendarYear['holidays'][number]>): CalendarYear => ({
  ...year2027,
  holidays: year2027.holidays.map((each) => (each.name === name ? { ...each, ...holiday } : each)),
});

describe('a year that is entered', () => {
  it('the state’s own year and a next one are sound', () => {
    expect(calendarYear.safeParse(year2026).success).toBe(true);
    expect(yearFaults(year2026, STATE_CALENDAR)).toEqual([]);
    expect(words(year2027)).toEqual([]);
  });

  it.each<[string, CalendarYear, string]>([
    ['a year too far', { ...year2027, year: 2029 }, '年份：要接着已有的年份：先录入 2027 年'],
    ['a holiday missing', { ...year2027, holidays: without('端午节') }, '节日：还缺 端午节'],
    ['a holiday twice', instead('端午节', { name: '中秋节' }), '节日：中秋节写了两次'],
    ['an unknown one', instead('端午节', { name: '圣诞节' }), '圣诞节：没有“圣诞节”这个节日'],
    ['backwards', instead('端午节', { first: '2027-06-11', last: '2027-06-09' }), '端午节：最后一天早于第一天'],
    ['far too long', instead('春节', { last: '2027-02-28' }), '春节：放假超过 12 天，请核对'],
    ['another year', instead('国庆节', { last: '2028-10-07' }), '国庆节：不在 2027 年'],
    ['over each other', instead('清明节', { first: '2027-02-11' }), '清明节：要排在春节之后，而且不能重叠'],
    ['not on its day', instead('劳动节', { first: '2027-05-02' }), '劳动节：不包含劳动节当天'],
    ['a workday in the week', { ...year2027, workdays: ['2027-02-19'] }, '调休上班 2月19日：不是周末，不用调休'],
    ['a workday within a holiday', { ...year2027, workdays: ['2027-10-02'] }, '调休上班 10月2日：在国庆节假期里'],
    ['a workday of another year', { ...year2027, workdays: ['2028-01-01'] }, '调休上班 1月1日：不在 2027 年'],
    ['workdays out of order', { ...year2027, workdays: ['2027-02-20', '2027-01-31'] }, '调休上班 1月31日：要按日期先后排列，不能重复'],
  ])('%s is told', (_, document, said) => {
    expect(words(document)).toContain(said);
  });

  it.each(['国办发〔2026〕9号', '', '国办发明电[2026]9号'])('%j is no number of a notice', (source) => {
    expect(calendarYear.safeParse({ ...year2027, source }).success).toBe(false);
  });

  it('two holidays that meet are written together', () => {
    const holidays = without('中秋节').map((holiday) => (holiday.name === '国庆节' ? { ...holiday, name: '国庆节、中秋节' } : holiday));
    expect(words({ ...year2027, holidays })).toEqual([]);
  });

  it('continues the calendar, or takes the place of the year that it corrects', () => {
    const longer = withYear(STATE_CALENDAR, year2027);
    expect(longer.map(({ year }) => year)).toEqual([2026, 2027]);
    expect(dayKind('2027-01-31', longer)).toEqual({ working: true, reason: '调休' });
    const corrected = withYear(longer, { ...year2027, workdays: year2027.workdays.slice(1) });
    expect(corrected).toHaveLength(2);
    expect(calendarChanges(longer, corrected)).toEqual([{ day: '2027年1月31日 周日', from: '调休上班', to: '周末休息' }]);
    expect(calendarChanges(longer, longer)).toEqual([]);
  });

  it('shows every day of a year once', () => {
    const days = daysOfYear(2026, STATE_CALENDAR);
    expect(days).toHaveLength(365);
    expect(days.filter(({ reason }) => reason === '调休').map(({ date }) => date)).toEqual(year2026.workdays);
    expect(daysOfYear(2027, STATE_CALENDAR)).toEqual([]);
  });
});

describe('a pasted notice', () => {
  const notice = `国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。`;

  it('is read as the table of the year', () => {
    expect(readNotice(notice)).toEqual(year2026);
  });

  it('with one day alone, two holidays together, and a year’s turn', () => {
    const text = `2025年部分节假日安排
一、元旦：2024年12月30日至2025年1月1日放假调休。
二、清明节：4月4日放假1天，不调休。
七、国庆节和中秋节：10月1日至8日放假调休，共8天。9月28日、10月11日上班。`;
    expect(readNotice(text)).toEqual({
      year: 2025,
      source: '',
      holidays: [
        { name: '元旦', first: '2024-12-30', last: '2025-01-01' },
        { name: '清明节', first: '2025-04-04', last: '2025-04-04' },
        { name: '国庆节、中秋节', first: '2025-10-01', last: '2025-10-08' },
      ],
      workdays: ['2025-09-28', '2025-10-11'],
    });
  });

  it('as a small table, and as JSON', () => {
    const table = [...year2027.holidays.map(({ name, first, last }) => `${name},${first},${last}`), ...year2027.workdays.map((day) => `上班,${day}`)];
    expect(readNotice(`国办发明电〔2026〕9号\n${table.join('\n')}`)).toEqual(year2027);
    expect(readNotice(JSON.stringify(year2027))).toEqual(year2027);
  });

  it('anything at all is read without a fault, and never checked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(Array.isArray(readNotice(text).holidays)).toBe(true);
      }),
    );
  });
});
