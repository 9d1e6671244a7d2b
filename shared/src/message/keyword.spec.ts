import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KEYWORD_TYPES, shapeKeyword, type KeywordType } from './keyword.js';

const FAMILY = '👨‍👩‍👧‍👦';
const bad = (code: string) => ({ value: null, code });
const ok = (value: string) => ({ value });

describe('shapeKeyword', () => {
  it.each<[KeywordType, string, object]>([
    ['thing', '3栋2单元电梯停运', ok('3栋2单元电梯停运')],
    ['thing', '一'.repeat(20), ok('一'.repeat(20))],
    ['thing', '一'.repeat(21), ok('一'.repeat(20))],
    ['thing', '😀'.repeat(21), ok('😀'.repeat(20))],
    ['thing', '一'.repeat(19) + FAMILY, ok('一'.repeat(19))],
    ['thing', '一'.repeat(13) + FAMILY, ok('一'.repeat(13) + FAMILY)],
    ['thing', '一'.repeat(19) + '👍🏽', ok('一'.repeat(19))],
    ['thing', '一'.repeat(19) + '🇨🇳', ok('一'.repeat(19))],
    ['thing', '一'.repeat(18) + '❤️一', ok('一'.repeat(18) + '❤️')],
    ['thing', '一'.repeat(19) + '❤️', ok('一'.repeat(19))],
    ['thing', 'e' + '\u0301'.repeat(40), bad('TOO_LONG')],
    ['thing', '漏水\r\n\n严重\u2028！', ok('漏水 严重 ！')],
    ['thing', 'a\u0000\u0007b\u0085c', ok('a b c')],
    ['thing', ' a b ', ok('a b')],
    ['thing', '一'.repeat(19) + ' 一', ok('一'.repeat(19))],
    ['thing', 'a\uD800b', ok('a b')],
    ['thing', '\n \u3000', bad('EMPTY')],
    ['thing', '\u200B\u2060', bad('EMPTY')],
    ['thing', '', bad('EMPTY')],
    ['character_string', '20261121-0047', ok('20261121-0047')],
    ['character_string', 'a'.repeat(33), bad('TOO_LONG')],
    ['character_string', '第1号', bad('FORMAT')],
    ['character_string', 'A，B', bad('FORMAT')],
    ['character_string', '第'.repeat(40), bad('FORMAT')],
    ['number', '1'.repeat(32), ok('1'.repeat(32))],
    ['number', '1'.repeat(33), bad('TOO_LONG')],
    ['number', '12.50', ok('12.50')],
    ['number', '１２', bad('FORMAT')],
    ['number', '-1', bad('FORMAT')],
    ['number', '1.', bad('FORMAT')],
    ['number', '1.2.3', bad('FORMAT')],
    ['letter', 'a'.repeat(32), ok('a'.repeat(32))],
    ['letter', 'a1', bad('FORMAT')],
    ['letter', 'é', bad('FORMAT')],
    ['symbol', '★!', ok('★!')],
    ['symbol', '!!!!!!', bad('TOO_LONG')],
    ['symbol', 'a!', bad('FORMAT')],
    ['phone_number', '+86-0766-66888866', ok('+86-0766-66888866')],
    ['phone_number', '1'.repeat(18), bad('TOO_LONG')],
    ['phone_number', '电话', bad('FORMAT')],
    ['car_number', '粤A8Z888挂', ok('粤A8Z888挂')],
    ['car_number', '粤AD88888', ok('粤AD88888')],
    ['car_number', '粤AD888888', bad('TOO_LONG')],
    ['name', '一'.repeat(11), ok('一'.repeat(10))],
    ['name', 'a'.repeat(21), ok('a'.repeat(20))],
    ['name', 'a'.repeat(10) + '一', ok('a'.repeat(10))],
    ['name', '李*', ok('李*')],
    ['phrase', '响应超时', ok('响应超时')],
    ['phrase', '已经响应超时', ok('已经响应超')],
    ['phrase', '超时a', bad('FORMAT')],
    ['phrase', '响应超时了！', bad('FORMAT')],
    ['amount', '¥128600.00', ok('¥128600.00')],
    ['amount', '100元', ok('100元')],
    ['amount', '￥1元', ok('￥1元')],
    ['amount', '¥¥1', bad('FORMAT')],
    ['amount', '1,000', bad('FORMAT')],
    ['amount', '12345678901', bad('TOO_LONG')],
    ['amount', '¥1234567890元', ok('¥1234567890元')],
  ])('%s %j', (type, value, result) => {
    expect(shapeKeyword({ type, value })).toEqual(result);
  });

  it.each<[KeywordType, string, boolean]>([
    ['time', '15:01', true],
    ['time', '15:01:59', true],
    ['time', '2019年10月1日 15:01', true],
    ['time', '2019-10-01 15:01', true],
    ['time', '09:00~18:00', true],
    ['time', '2026年12月8日 09:00~2026年12月22日 18:00', true],
    ['time', '2019-10-01\n15:01', true],
    ['time', '24:00', false],
    ['time', '23:60', false],
    ['time', '23:59:60', false],
    ['time', '2019年10月1日', false],
    ['time', '2026-02-30 10:00', false],
    ['time', '09:00～18:00', false],
    ['time', '09:00~', false],
    ['time', '~', false],
    ['time', '1:00~2:00~3:00', false],
    ['time', '2019-10-01T15:01', false],
    ['time', '今天 15:01', false],
    ['date', '2019年10月1日', true],
    ['date', '2018-01-01', true],
    ['date', '2018-01-01 08:00', true],
    ['date', '2018-01-01~2018-01-31', true],
    ['date', '2018年2月29日', false],
    ['date', '2018-13-01', false],
    ['date', '2018-1-1', false],
    ['date', '15:01', false],
    ['date', '2018-01-01 25:00', false],
    ['date', '2018-01-01  08:00', false],
  ])('%s %j: %s', (type, value, fits) => {
    expect('code' in shapeKeyword({ type, value })).toBe(!fits);
  });

  it('takes for const an approved value and no other', () => {
    expect(shapeKeyword({ type: 'const', value: '待投票', approved: ['待投票'] })).toEqual(ok('待投票'));
    expect(shapeKeyword({ type: 'const', value: '待', approved: ['待投票'] })).toEqual(bad('NOT_APPROVED'));
    expect(shapeKeyword({ type: 'const', value: '', approved: [''] })).toEqual(bad('EMPTY'));
    expect(shapeKeyword({ type: 'const', value: '待投票' })).toEqual(bad('NOT_APPROVED'));
  });
});

const piece = fc.oneof(
  fc.constantFrom(FAMILY, '👍🏽', '🇨🇳', '❤️', '1️⃣', ' ', '\n', '\u200D', '\uD83D', '一', 'a', '1', '.', '¥', '元', '~', '2026-02-14', '15:01'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

describe('for any text', () => {
  it('what is given is accepted again unchanged, has no control character or half a pair, and keeps the limit of 32', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEYWORD_TYPES), fc.array(piece, { maxLength: 30 }), (type, pieces) => {
        const value = pieces.join('');
        const shaped = shapeKeyword({ type, value, approved: [value] });
        if (shaped.value === null) return;
        expect(shapeKeyword({ type, value: shaped.value, approved: [shaped.value] })).toEqual(shaped);
        expect(shaped.value).not.toMatch(/[\p{Control}\p{Surrogate}\u2028\u2029]/u);
        if (type === 'thing') expect([...shaped.value].length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 3000 },
    );
  });

  it('cuts a thing only between what a reader sees as signs', () => {
    const segmenter = new Intl.Segmenter('zh');
    const signs = fc.array(fc.constantFrom(FAMILY, '👍🏽', '🇨🇳', '❤️', '1️⃣', 'e\u0301', '一', 'a', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(signs, (given) => {
        const shaped = shapeKeyword({ type: 'thing', value: given.join('') }).value ?? '';
        const seen = [...segmenter.segment(shaped)].map(({ segment }) => segment);
        expect(seen).toEqual(given.slice(0, seen.length));
      }),
    );
  });
});
