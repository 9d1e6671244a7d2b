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
    expect(checkIntakeRow(texts({ phone: '138 0000-0101', category: '物业费纠纷', kind: '咨询' }))).toEqual({
      row: expect.objectContaining({ outsideNo: 'CD-20261120-001', category: 'fees', kind: 'enquiry', phone: '13800000101' }),
      notes: [],
    });
    expect([categoryOf('电梯'), categoryOf('楼上漏水'), categoryOf('别的'), kindOf('')]).toEqual(['elevator', 'water', null, 'complaint']);
  });

  it('whose category nobody knows is sorted by its words, and that is told without what stood there', () => {
    const note = (name: string) => [{ column: 'category', what: `没有认出这个类别，已归为“${name}”` }];
    expect(checkIntakeRow(texts({ category: '物业纠纷', words: '小区停水两天' }))).toMatchObject({ row: { category: 'water' }, notes: note('漏水用水') });
    expect(checkIntakeRow(texts({ category: '物业纠纷', words: '没人管' }))).toMatchObject({ row: { category: 'other' }, notes: note('其他') });
    expect(checkIntakeRow(texts({ category: '', words: '没人管' }))).toMatchObject({ row: { category: 'other' }, notes: [] });
  });

  it('has the numbers of letters, with their brackets', () => {
    for (const outsideNo of ['信访〔2026〕12号', '川信访【2026】第12号', '[2026]12', 'CD-1/2'])
      expect(checkIntakeRow(texts({ outsideNo }))).toMatchObject({ row: { outsideNo } });
  });

  it('that is too long is cut, and that is told', () => {
    expect(checkIntakeRow(texts({ words: '长'.repeat(2001), place: '栋'.repeat(41) }))).toEqual({
      row: expect.objectContaining({ words: '长'.repeat(2000), place: '栋'.repeat(40) }),
      notes: [
        { column: 'words', what: '超过 2000 个字，只收了前 2000 个字' },
        { column: 'place', what: '超过 40 个字，只收了前 40 个字' },
      ],
    });
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
