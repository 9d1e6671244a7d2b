import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dedupeOf, deliveryOf, fieldOf, type Fields, inboundOf, readXml, sceneOf, writeXml } from './inbound.js';

const NOW = new Date('2026-11-20T02:00:00Z');
const event = (fields: Record<string, string>) => inboundOf({ FromUserName: 'o1', CreateTime: '1763604000', MsgType: 'event', ...fields }, NOW);

describe('a document', () => {
  it('is read with its texts as they are: numbers beyond 2^53, leading zeros, CDATA in CDATA', () => {
    const xml =
      '<xml><MsgId>3428411849815982087</MsgId><A>007</A><B><![CDATA[a]]]]><![CDATA[>b &lt; <c>]]></B><Info><Count>1</Count></Info><Empty></Empty></xml>';
    expect(readXml(xml)).toEqual({ MsgId: '3428411849815982087', A: '007', B: 'a]]>b &lt; <c>', Info: { Count: '1' }, Empty: '' });
  });

  it('comes back as it was written', () => {
    // Nothing but what XML can carry; the parser takes blanks at the ends off.
    const text = fc.string({ unit: fc.constantFrom('a', ']', '>', '<', '&', '中', '🏠', "'", '"', '!', '[') });
    fc.assert(fc.property(text, (Content) => expect(readXml(writeXml({ Content, CreateTime: 1 }))).toEqual({ Content, CreateTime: '1' })));
  });

  it('may speak of a DTD in someone’s words', () => {
    expect(readXml('<xml><Content><![CDATA[<!DOCTYPE html> <!-- x --> <?php ?>]]></Content></xml>')).toEqual({
      Content: '<!DOCTYPE html> <!-- x --> <?php ?>',
    });
  });

  it.each([
    ['a DTD', '<!DOCTYPE x><xml><A>1</A></xml>'],
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><A>&b;</A></xml>'],
    ['an external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>'],
    ['a doctype in small letters', '<!doctype x><xml/>'],
    ['a DTD behind CDATA', '<xml><A><![CDATA[x]]></A><!DOCTYPE x></xml>'],
    ['a comment', '<xml><!-- x --><A>1</A></xml>'],
    ['a processing instruction', '<?xml-stylesheet href="x"?><xml><A>1</A></xml>'],
    ['CDATA without an end', '<xml><A><![CDATA[x</A></xml>'],
    ['half of one', '<xml><A>1</A><B><![CDATA['],
    ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>'],
    ['another root', '<html><A>1</A></html>'],
    ['no markup', 'success'],
    ['JSON', '{"ToUserName":"gh_1"}'],
    ['nothing', ''],
    ['a prototype', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['a well', `<xml>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</xml>`],
  ])('is none: %s', (_what, text) => {
    expect(readXml(text)).toBeNull();
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('names its fields in any case, and only the document’s own count', () => {
    const fields: Fields = { MsgID: '7', Info: { A: '1' } };
    expect([fieldOf(fields, 'msgid'), fieldOf(fields, 'Info'), fieldOf(fields, 'toString'), fieldOf(fields, 'None')]).toEqual(['7', '', '', '']);
  });
});

describe('a message', () => {
  it('is about its sender, but where WeChat writes of somebody', () => {
    expect(event({ Event: 'subscribe' })).toMatchObject({ kind: 'subscribe', openid: 'o1', at: new Date(1763604000_000) });
    expect(event({ Event: 'user_authorization_revoke', OpenID: 'o2' }).openid).toBe('o2');
    expect(inboundOf({ MsgType: 'text', FromUserName: 'o3', CreateTime: 'x' }, NOW)).toMatchObject({ kind: 'text', openid: 'o3', at: NOW });
    expect(inboundOf({}, NOW)).toMatchObject({ kind: 'unknown', openid: '', at: NOW });
  });

  it('is one however often it is pushed, and no other', () => {
    const text = (MsgId: string) => dedupeOf(inboundOf({ MsgType: 'text', FromUserName: 'o1', CreateTime: '1', MsgId, Content: 'x' }, NOW));
    expect(text('1')).toBe(text('1'));
    const report = (Status: string, MsgID = '9') => dedupeOf(event({ Event: 'TEMPLATESENDJOBFINISH', MsgID, Status }));
    expect(report('failed:user block')).toBe(report('failed: user  block'));
    const all = [
      text('1'),
      text('2'),
      report('success'),
      report('failed:user block'),
      report('success', '8'),
      dedupeOf(event({ Event: 'CLICK', EventKey: 'a' })),
      dedupeOf(event({ Event: 'CLICK', EventKey: 'b' })),
      dedupeOf(event({ Event: 'CLICK', EventKey: 'a', CreateTime: '2' })),
      dedupeOf(event({ Event: 'CLICK', EventKey: 'a', FromUserName: 'o2' })),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    ['delivered', ['success', 'Success', ' success', 'SUCCESS ']],
    ['blocked', ['failed:user block', 'failed: user block', 'failed:user  block', 'Failed:User Block', 'failed:userblock ']],
    ['failed', ['failed: system failed', 'failed:system failed', 'failed: systemfailed', 'Failed: System Failed', 'failed']],
    ['unknown', ['', 'sent', '成功']],
  ] as const)('%s: %j', (status, spellings) => {
    for (const spelling of spellings) expect([spelling, deliveryOf(spelling)]).toEqual([spelling, status]);
  });

  it('has its scene with the prefix on subscribe, and bare on SCAN', () => {
    expect(sceneOf(event({ Event: 'subscribe', EventKey: 'qrscene_abc' }))).toBe('abc');
    expect(sceneOf(event({ Event: 'subscribe', EventKey: '' }))).toBeNull();
    expect(sceneOf(event({ Event: 'subscribe', EventKey: 'abc' }))).toBeNull();
    expect(sceneOf(event({ Event: 'SCAN', EventKey: 'abc' }))).toBe('abc');
    expect(sceneOf(event({ Event: 'SCAN', EventKey: 'qrscene_abc' }))).toBe('qrscene_abc');
    expect(sceneOf(event({ Event: 'CLICK', EventKey: 'abc' }))).toBeNull();
  });
});
