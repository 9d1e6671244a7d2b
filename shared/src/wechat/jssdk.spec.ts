import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RULES } from '../rules/registry.js';
import { jssdkSignature } from './jssdk.js';
import { sha1 } from './sha1.js';

/** WeChat's own example. */
const EXAMPLE = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  noncestr: 'Wm3WZYTPz0wzccnW',
  timestamp: 1414587457,
  url: 'http://mp.weixin.qq.com?params=value',
};
const SIGNATURE = '0f9de62fce790f9a083d5c99e95740ceb90c27ed';

describe('the JS-SDK signature', () => {
  it('is the one of WeChat’s example, whatever stands behind #', () => {
    expect(jssdkSignature(EXAMPLE)).toEqual({ signature: SIGNATURE });
    expect(jssdkSignature({ ...EXAMPLE, url: `${EXAMPLE.url}#a#b` })).toEqual({ signature: SIGNATURE });
    expect(jssdkSignature({ ...EXAMPLE, url: `${EXAMPLE.url}&x=1` })).not.toEqual({ signature: SIGNATURE });
  });

  it('can be put to the runner, which refuses another shape', () => {
    const rule = RULES.get('jssdk-signature')!;
    expect(rule(EXAMPLE)).toEqual({ signature: SIGNATURE });
    for (const wrong of [
      { ...EXAMPLE, timestamp: '1414587457' },
      { ...EXAMPLE, timestamp: 1.5 },
      { ...EXAMPLE, url: undefined },
      { ...EXAMPLE, nonceStr: '' },
      null,
    ])
      expect(rule(wrong)).toMatchObject({ error: 'INPUT.INVALID' });
  });
});

describe('sha1', () => {
  const known = (text: string): string => createHash('sha1').update(text, 'utf8').digest('hex');

  it('is Node’s for every length around a block, and for any text', () => {
    for (let length = 0; length <= 200; length++) expect([length, sha1('a'.repeat(length))]).toEqual([length, known('a'.repeat(length))]);
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => sha1(text) === known(text)));
  });
});
