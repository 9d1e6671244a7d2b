/** The flat XML of WeChat's messages: numbers bare, texts in CDATA. */

export type Fields = Record<string, string | number | bigint>;

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** `<xml>` with one element for each field. */
export function toXml(fields: Fields): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${typeof value === 'string' ? cdata(value) : value}</${name}>`);
  return `<xml>${inner.join('')}</xml>`;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** The text of an element's content: CDATA as it stands, the rest with the five entities. */
function textOf(content: string): string {
  const parts = content.trim().split(/<!\[CDATA\[([\s\S]*?)\]\]>/);
  return parts.map((part, index) => (index % 2 === 1 ? part : part.replace(/&(?:lt|gt|quot|apos|amp);/g, (sign) => ENTITIES[sign] ?? sign))).join('');
}

/** The first element of this name, or nothing. */
export function element(xml: string, name: string): string | undefined {
  const content = contentOf(xml, name)[0];
  return content === undefined ? undefined : textOf(content);
}

/** What stands inside each element of this name, as it came. */
export function contentOf(xml: string, name: string): string[] {
  const found: string[] = [];
  // CDATA is stepped over as a whole, so that a text with `</Content>` in it ends nothing.
  const pattern = new RegExp(`<${name}>((?:<!\\[CDATA\\[[\\s\\S]*?\\]\\]>|[^<]|<(?!/${name}>|!\\[CDATA\\[))*)</${name}>`, 'g');
  for (const match of xml.matchAll(pattern)) found.push(match[1] ?? '');
  return found;
}
