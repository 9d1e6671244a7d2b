import type { CalendarYear } from './calendar.js';

/**
 * 2026, by the State Council's notice 国办发明电〔2025〕7号 (国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04).
 * `last` belongs to the holiday; `workdays` are the weekend days on which work is made up (调休上班).
 */
export const year2026: CalendarYear = {
  year: 2026,
  source: '国办发明电〔2025〕7号',
  holidays: [
    { name: '元旦', first: '2026-01-01', last: '2026-01-03' },
    { name: '春节', first: '2026-02-15', last: '2026-02-23' },
    { name: '清明节', first: '2026-04-04', last: '2026-04-06' },
    { name: '劳动节', first: '2026-05-01', last: '2026-05-05' },
    { name: '端午节', first: '2026-06-19', last: '2026-06-21' },
    { name: '中秋节', first: '2026-09-25', last: '2026-09-27' },
    { name: '国庆节', first: '2026-10-01', last: '2026-10-07' },
  ],
  workdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
};
