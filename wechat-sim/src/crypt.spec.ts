import { describe, expect, it } from '@jest/globals';
import { decrypt, encrypt, encryptPadded, signatureOf } from './crypt.js';
import { contentOf, element, toXml } from './xml.js';

const KEY = 'A'.repeat(43);
const APP = 'wxba5fad812f8e6fb9';
/** The push of WeChat's own example. */
const PUSH =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

describe('signatures', () => {
  it.each([
    ['the check of the address', ['1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['a plain push', ['1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    ['an encrypted push', ['1714112445', '415670741', PUSH], '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3'],
  ])('%s', (_what, parts, expected) => {
    expect(signatureOf('AAAAA', ...parts)).toBe(expected);
  });
});

describe('encryption', () => {
  it('writes the reply of WeChat’s example to the letter', () => {
    const text = encrypt(KEY, APP, '{"demo_resp":"good luck"}', '707722b803182950');
    expect(text).toBe('ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==');
    expect(signatureOf('AAAAA', '1713424427', '415670741', text)).toBe('1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1');
  });

  it('reads the push of the example', () => {
    const { message, appId } = decrypt(KEY, PUSH);
    expect(appId).toBe(APP);
    expect(JSON.parse(message)).toMatchObject({ CreateTime: 1_714_112_445, Event: 'debug_demo', debug_str: 'hello world' });
  });

  it('carries texts of every length and alphabet', () => {
    for (let length = 0; length < 70; length += 1) {
      const message = '业'.repeat(length) + 'a'.repeat(length % 3);
      expect(decrypt(KEY, encrypt(KEY, APP, message, Buffer.alloc(16, 7)))).toEqual({ message, appId: APP });
    }
  });

  it('refuses wrong padding, wrong lengths and keys of another size', () => {
    expect(() => decrypt(KEY, encryptPadded(KEY, Buffer.alloc(64, 33)))).toThrow('padding');
    expect(() => decrypt(KEY, encryptPadded(KEY, Buffer.alloc(64, 32)))).toThrow('length');
    expect(() => encrypt('A', APP, 'x', Buffer.alloc(16))).toThrow('43');
  });
});

describe('XML', () => {
  it('is written with CDATA and read back', () => {
    const xml = toXml({ CreateTime: 1, Content: 'a ]]> <b> &amp;' });
    expect(xml).toContain('<CreateTime>1</CreateTime>');
    expect(element(xml, 'Content')).toBe('a ]]> <b> &amp;');
    expect(element(xml, 'CreateTime')).toBe('1');
    expect(element(xml, 'Nothing')).toBeUndefined();
  });

  it('reads entities outside CDATA, and nested elements', () => {
    expect(element('<xml><A>1 &lt; 2 &amp;amp;</A></xml>', 'A')).toBe('1 < 2 &amp;');
    const xml = '<xml><Articles><item><Title><![CDATA[</item>一]]></Title></item><item><Title>二</Title></item></Articles></xml>';
    const items = contentOf(contentOf(xml, 'Articles')[0] ?? '', 'item');
    expect(items.map((item) => element(item, 'Title'))).toEqual(['</item>一', '二']);
  });
});
