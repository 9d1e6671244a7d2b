import { describe, expect, it } from '@jest/globals';
import { formatDue, formatMoment } from '../calendar/index.js';
import { chengdu, huizhou, type Policy } from '../policy/index.js';
import { editBoard } from './contract.js';
import { hangingState, hangingTimes } from './hanging.js';
import { boardWords, hoursWords, missingWords, promisedTimes } from './words.js';

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const times = (from: string) => {
  const found = hangingTimes(at(from));
  return found && [formatDue(found.dueAt), formatMoment(found.remindAt)];
};

describe('the words of the board', () => {
  it('promise what the city’s rules say, and never more', () => {
    expect(promisedTimes(chengdu.clocks)).toBe('工作时间回应不超过4小时，非工作时间回应不超过8小时');
    expect(promisedTimes(huizhou.clocks)).toBe('1个工作日内受理登记，不属于物业责任的，1个工作日内说明并引导至相关部门');
    const shorter: Policy = {
      ...chengdu,
      clocks: { ...chengdu.clocks, respond: { ...chengdu.clocks.respond!, limit: { unit: 'elapsed-hours', inWorkingTime: 2, otherwise: 2 } } },
    };
    expect(boardWords(shorter).promise).toContain('发起的投诉，回应不超过2小时；');
    expect(boardWords({ ...chengdu, clocks: {} }).promise).toContain('快速回应处理；对突发');
  });

  it('are the template’s where the city has one: name, mechanism and seal', () => {
    const { title, promise, seal } = boardWords(chengdu);
    expect([title, seal]).toEqual(['成都市“物业小区问题马上解决”公示牌', '成都市住房和城乡建设局　监制']);
    expect(promise).toContain('严格落实小区问题用心用情马上解决机制相关要求');
  });

  it('claim nothing that no notice of the city’s orders', () => {
    const { title, promise, seal } = boardWords(huizhou);
    expect([title, seal]).toEqual(['“业主有话说”公示牌', '']);
    expect(promise).toMatch(/^本企业承诺，畅通本企业设置的各类投诉渠道并快速回应处理；对通过惠州市智慧物业系统发起的投诉，1个工作日内受理登记/);
  });

  it('say who fills in what is missing', () => {
    expect(missingWords(['project', 'bureau'])).toBe(
      '还没有填物业服务项目的投诉电话，请项目经理或企业负责人填写。还没有填属地住建部门的投诉电话，请区（县）住建部门填写。',
    );
    expect(missingWords([])).toBe('');
    expect([hoursWords('00:00', '24:00'), hoursWords('09:00', '18:00')]).toEqual(['全天（00:00-24:00）', '09:00-18:00']);
  });
});

describe('the form', () => {
  it.each(['028-80000000', '028-84935006-8203', '400-800-1234', '13800000101', '12345', '028-8000000'])('takes %s', (phone) => {
    expect(editBoard.safeParse({ version: 0, project: { phone, from: '09:00', to: '18:00' }, company: null }).success).toBe(true);
  });
  it.each(['', '028', '12-34', '打给王经理', '23800000101'])('refuses %p', (phone) => {
    expect(editBoard.safeParse({ version: 0, project: { phone, from: '09:00', to: '18:00' }, company: null }).success).toBe(false);
  });
  it('takes a night shift, and no line of no length', () => {
    const hours = (from: string, to: string) => editBoard.safeParse({ version: 0, project: { phone: '12345', from, to }, company: null }).success;
    expect([hours('20:00', '08:00'), hours('00:00', '24:00'), hours('09:00', '09:00'), hours('25:00', '26:00')]).toEqual([true, true, false, false]);
  });
});

describe('the term of hanging', () => {
  it('is three working days after the day of opening; the reminder comes on the day before the last', () => {
    expect(times('2026-11-20T10:00')).toEqual(['11月25日 周三 24:00', '11月24日 周二 09:00']);
    expect(times('2026-11-21T23:59')).toEqual(['11月25日 周三 24:00', '11月24日 周二 09:00']);
  });
  it('leaves out holidays and counts the working Saturdays of the notice', () => {
    // 国庆 1–7 October 2026; 10 October is a working Saturday.
    expect(times('2026-09-30T10:00')).toEqual(['10月10日 周六 24:00', '10月9日 周五 09:00']);
  });
  it('is not promised beyond the calendar', () => {
    expect(times('2026-12-30T10:00')).toBeNull();
    expect([
      hangingState({ dueAt: null, hungAt: null }, 5),
      hangingState({ dueAt: 5, hungAt: null }, 4),
      hangingState({ dueAt: 5, hungAt: null }, 5),
      hangingState({ dueAt: 5, hungAt: 9 }, 9),
    ]).toEqual(['undated', 'running', 'overdue', 'hung']);
  });
});
