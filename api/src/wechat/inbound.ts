import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What WeChat pushes, read: pure functions from XML to a message. */

/** A message's fields as they came; some events nest. */
export type Fields = Readonly<Record<string, unknown>>;

/** A message or event. */
export interface Inbound {
  /** The event's name, or the message's type: `subscribe`, `text`. */
  readonly kind: string;
  /** Whom it is about. */
  readonly openid: string;
  /** WeChat's CreateTime, to the second. */
  readonly at: Date;
  readonly fields: Fields;
}

const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;
// Entities are not replaced at all: WeChat writes texts in CDATA, and numbers need none.
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false, maxNestedTags: 16 });

/**
 * The fields of `<xml>…</xml>`, or null for what is not such a document. Of declarations there is only CDATA: with a DTD, an
 * entity, a comment or a processing instruction it is refused before the parser sees it.
 */
export function readXml(text: string): Fields | null {
  if (/<[!?]/.test(text.replace(CDATA, ''))) return null;
  if (XMLValidator.validate(text) !== true) return null;
  try {
    const { xml } = parser.parse(text) as { xml?: unknown };
    return typeof xml === 'object' && xml !== null && !Array.isArray(xml) ? (xml as Fields) : null;
  } catch {
    // Too deep, or a name that would reach into an object's prototype: no message of WeChat's.
    return null;
  }
}

/** A field's text, whatever case its name came in (MsgID, MsgId); empty when it is missing or nests. */
export function fieldOf(fields: Fields, name: string): string {
  const exact = fields[name];
  if (typeof exact === 'string') return exact;
  const other = Object.keys(fields).find((each) => each.toLowerCase() === name.toLowerCase());
  const value = other === undefined ? undefined : fields[other];
  return typeof value === 'string' ? value : '';
}

/** What WeChat tells of its own people's authorisations names the person in a field of its own: the sender is WeChat. */
const ABOUT = /^user_/i;

/** A read document as a message. What WeChat left out is empty: also what nobody knows is stored and acknowledged. */
export function inboundOf(fields: Fields, receivedAt: Date): Inbound {
  const kind = (fieldOf(fields, 'Event') || fieldOf(fields, 'MsgType') || fieldOf(fields, 'InfoType') || 'unknown').trim().slice(0, 64);
  const openid = (ABOUT.test(kind) && fieldOf(fields, 'OpenID')) || fieldOf(fields, 'FromUserName');
  const seconds = Number(fieldOf(fields, 'CreateTime'));
  const at = Number.isInteger(seconds) && seconds > 0 && seconds < 1e10 ? new Date(seconds * 1000) : receivedAt;
  return { kind, openid, at, fields };
}

const EVENT_PARTS = ['FromUserName', 'CreateTime', 'Event', 'EventKey', 'MsgID', 'OpenID', 'RevokeInfo', 'InfoType'];

/**
 * What makes a message one, however often it is pushed: a message's MsgId; for an event who, when, what, and about what. Two
 * reports about one message that contradict each other are two.
 */
export function dedupeOf({ fields }: Inbound): string {
  const event = fieldOf(fields, 'Event');
  const msgId = fieldOf(fields, 'MsgId');
  const parts = event || !msgId ? [...EVENT_PARTS.map((name) => fieldOf(fields, name)), deliveryOf(fieldOf(fields, 'Status'))] : ['message', msgId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What became of a template message: `blocked` by the person, `failed` in WeChat. */
export type DeliveryStatus = 'delivered' | 'blocked' | 'failed' | 'unknown';

/** Reads the status of TEMPLATESENDJOBFINISH, which is spelt with and without spaces and in any case. */
export function deliveryOf(status: string): DeliveryStatus {
  const letters = status.toLowerCase().replace(/[^a-z]/g, '');
  if (letters === 'success') return 'delivered';
  if (letters.startsWith('failed') && letters.includes('block')) return 'blocked';
  return letters.startsWith('fail') ? 'failed' : 'unknown';
}

/** The scene of a code that someone followed through or scanned; null for none. */
export function sceneOf({ kind, fields }: Pick<Inbound, 'kind' | 'fields'>): string | null {
  const key = fieldOf(fields, 'EventKey');
  // The prefix stands on subscribe only; on SCAN a scene may itself begin with these letters.
  if (kind.toLowerCase() === 'subscribe') return key.startsWith('qrscene_') ? key.slice('qrscene_'.length) || null : null;
  return kind.toLowerCase() === 'scan' ? key || null : null;
}

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** A flat document: texts in CDATA, numbers bare. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  return `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`)
    .join('')}</xml>`;
}
