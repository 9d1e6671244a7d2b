import { describe, expect, it } from '@jest/globals';
import { buildingOf, redactWords } from './redact.js';

describe('words without what leads to a person', () => {
  it('lose names and numbers, and nothing else', () => {
    expect(redactWords('我是陈静文，电话13800000101，3栋电梯停了2天', '陈静文')).toBe('我是陈*，电话138****0101，3栋电梯停了2天');
    expect(redactWords('证件 11010519491231002X，座机 0755-88886666', '陈静文')).toBe('证件 1101**********002X，座机 0755-******66');
  });

  it('are left alone where there is no name to look for', () => {
    expect(redactWords('电梯停了', '')).toBe('电梯停了');
  });
});

describe('a place', () => {
  it.each([
    ['3栋2单元501', '3栋'],
    ['华阳小区12号楼1单元', '华阳小区12号楼'],
    ['A座大堂', 'A座'],
    ['二单元501', ''],
    ['', ''],
  ])('%s keeps its building at most: %s', (place, kept) => {
    expect(buildingOf(place)).toBe(kept);
  });
});
