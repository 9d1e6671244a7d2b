import { describe, expect, it } from '@jest/globals';
import { categoryOf, checkIntakeRow, communityKey, type IntakeColumn, intakeColumns, kindOf, orderOf } from './rows.js';

const texts = (change: Partial<Record<IntakeColumn, string>> = {}): Record<IntakeColumn, string> => ({
  ...(Object.fromEntries(Object.keys(intakeColumns).map((column) => [column, ''])) as Record<IntakeColumn, string>),
  outsideNo: 'CD-20261120-001',
  words: '电梯停了',
  ...change,
});

describe('the head row', () => {
  it('is read by the usual names, and by what a source calls them', () => {
    expect([...orderOf(['工单编号', '诉求内容'], {}).order]).toEqual([
      ['outsideNo', 0],
      ['words', 1],
    ]);
    const { order, missing } = orderOf(['工单编号', '市民原话', '小区'], { words: '市民原话', community: '所在小区' });
    expect([order.get('words'), order.get('community'), missing]).toEqual([1, undefined, []]);
    expect(orderOf(['小区'], {}).missing).toEqual(['outsideNo', 'words']);
  });
});

describe('a row', () => {
  it('is taken with what it says, and its category told from words', () => {
    expect(checkIntakeRow(texts({ phone: '138 0000-0101', category: '物业费纠纷', kind: '咨询' }))).toMatchObject({
      outsideNo: 'CD-20261120-001',
      category: 'fees',
      kind: 'enquiry',
      phone: '13800000101',
    });
    expect([categoryOf('电梯'), categoryOf('楼上漏水'), categoryOf('别的'), kindOf('')]).toEqual(['elevator', 'water', 'other', 'complaint']);
  });

  it('is told what is wrong with it, and nothing of what it says', () => {
    expect(checkIntakeRow(texts({ outsideNo: '' }))).toEqual({ column: 'outsideNo', why: '没有编号' });
    expect(checkIntakeRow(texts({ outsideNo: '=HYPERLINK("x")' }))).toMatchObject({ column: 'outsideNo' });
    expect(checkIntakeRow(texts({ words: ' ' }))).toEqual({ column: 'words', why: '没有诉求内容' });
    expect(checkIntakeRow(texts({ phone: '找王先生' }))).toEqual({ column: 'phone', why: '电话不正确' });
  });

  it('names a community in one way', () => {
    expect(communityKey(' 华阳小区（一期）')).toBe(communityKey('华阳小区 (一期)'));
  });
});
