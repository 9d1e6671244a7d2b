/** What an answer is made of, before it is JSON or XML. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What XML 1.0 can't hold at all, not even escaped. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text between tags. */
export const escapeXml = (text: string): string => text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

/** The items of a list by its name: GeoReport v2 has `<service_requests><request>…`. */
const ITEMS: Readonly<Record<string, string>> = {
  service_requests: 'request',
  services: 'service',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
};

function element(name: string, value: Value): string {
  if (value === null || value === '') return `<${name}/>`;
  if (Array.isArray(value)) return `<${name}>${(value as readonly Value[]).map((one) => element(ITEMS[name] ?? 'item', one)).join('')}</${name}>`;
  if (typeof value === 'object') return `<${name}>${Object.entries(value).map(([key, one]) => element(key, one)).join('')}</${name}>`; // prettier-ignore
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** A document; names are ours and never a caller's. */
export const toXml = (root: string, value: Value): string => `<?xml version="1.0" encoding="utf-8"?>${element(root, value)}`;
