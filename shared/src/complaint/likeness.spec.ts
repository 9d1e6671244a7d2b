import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { likenessOf, sameMatter } from './likeness.js';

describe('two complaints of one category', () => {
  it.each([
    ['电梯异响', '3栋电梯运行时有异响', 1],
    ['电梯异响', '电梯困人', -1],
    ['电梯停了', '电梯又停了，老人下不了楼', 1],
    ['有人困在电梯里', '电梯困人，快来救人', 1],
    ['电梯门关不上', '电梯按钮失灵', -1],
    ['我们小区的电梯一直有问题，希望物业尽快处理', '电梯困人，希望物业尽快处理', 0],
    ['电梯', '电梯困人', 0],
    ['电梯坏了', '2单元电梯又停了，三天没人修', 0],
    ['', '电梯困人', 0],
    ['lift is down', '电梯困人', 0],
  ] as const)('%s and %s: %i', (a, b, expected) => {
    expect(sameMatter(a, b, 'elevator')).toBe(expected);
  });

  it('are told by what happened, also where the category says much of it', () => {
    expect(sameMatter('楼道漏水', '楼道顶上漏水', 'water')).toBe(1);
    expect(sameMatter('楼上装修噪音', '广场舞噪音', 'noise')).toBe(-1);
  });

  it('are not told by who says that they speak', () => {
    expect(sameMatter('陈静文', '我是陈静文，电梯异响', 'elevator')).toBe(-1);
    expect(sameMatter('我叫陈静文', '我是陈静文，电梯异响', 'elevator')).toBe(0);
  });

  it('are as alike one way as the other, and a text is like itself', () => {
    const text = fc.string({ unit: fc.constantFrom(...'电梯异响困人停水漏道楼上门禁坏了，3 a') });
    fc.assert(fc.property(text, text, (a, b) => likenessOf(a, b, 'elevator') === likenessOf(b, a, 'elevator')));
    fc.assert(fc.property(text, (a) => [null, 1].includes(likenessOf(a, a, 'elevator'))));
  });
});
