import { describe, expect, it } from '@jest/globals';
import { escapeXml, toXml } from './xml.js';

describe('an XML document', () => {
  it('names lists and their items as GeoReport v2 does', () => {
    expect(
      toXml('service_requests', [
        { service_request_id: '1', status: 'open', zipcode: '' },
        { service_request_id: '2', status: null },
      ]),
    ).toBe(
      '<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_request_id>1</service_request_id><status>open</status><zipcode/></request>' +
        '<request><service_request_id>2</service_request_id><status/></request></service_requests>',
    );
    expect(toXml('services', [])).toBe('<?xml version="1.0" encoding="utf-8"?><services></services>');
  });

  it('lets no text out of its element', () => {
    expect(escapeXml(`</a><!-- & "x" 'y' ]]>`)).toBe('&lt;/a&gt;&lt;!-- &amp; &quot;x&quot; &apos;y&apos; ]]&gt;');
    expect(escapeXml('a\u0000b\u001bc\ufffe\ud800d\ud83d\ude00')).toBe('abcd\ud83d\ude00');
    expect(escapeXml('第一行\n第二行\t')).toBe('第一行\n第二行\t');
  });
});
