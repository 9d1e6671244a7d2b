import { randomBytes } from 'node:crypto';
import { nonce } from './callback.js';
import { encrypt, encryptPadded, signatureOf } from './crypt.js';
import type { SimState } from './state.js';
import { toXml, type Fields } from './xml.js';

/** Something that the account's server is to learn. */
export interface Push {
  /** Its event or message type, for the log. */
  name: string;
  openid: string;
  fields: Fields;
  /** The person waits for an answer. */
  asks?: boolean;
}

/** Ways in which a push is wrong or hostile: what a server must refuse, or take once. */
export const SPOILS = ['signature', 'stale', 'replay', 'appid', 'padding', 'key', 'dtd', 'large', 'cut', 'garbage'] as const;
export type Spoil = (typeof SPOILS)[number];

export interface Dressed {
  query: Record<string, string>;
  body: string;
  /** The message before encryption, for the log. */
  plain: string;
}

const BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';

function message(push: Push, spoil?: Spoil): string {
  if (spoil === 'large') return toXml({ ...push.fields, Content: '大'.repeat(400_000) });
  const xml = toXml(push.fields);
  if (spoil === 'dtd') return `${BOMB}${xml.replace('</xml>', '<Label>&c;</Label></xml>')}`;
  if (spoil === 'cut') return xml.slice(0, Math.floor(xml.length / 2));
  return spoil === 'garbage' ? '\u0000not xml' : xml;
}

function encrypted(state: SimState, plain: string, spoil?: Spoil): string {
  const { aesKey } = state.callback.settings;
  if (spoil === 'padding') return encryptPadded(aesKey, Buffer.concat([randomBytes(31), Buffer.from([200])]));
  const key = spoil === 'key' ? 'B'.repeat(43) : aesKey;
  return encrypt(key, spoil === 'appid' ? 'wxffffffffffffffff' : state.options.appId, plain, randomBytes(16).toString('hex').slice(0, 16));
}

/** Signs a push, and encrypts it as the console's mode asks. */
export function dress(state: SimState, push: Push, spoil?: Spoil): Dressed {
  const { mode, token } = state.callback.settings;
  const timestamp = String(Math.floor(state.now() / 1000) - (spoil === 'stale' ? 3600 : 0));
  const fresh = nonce();
  const plain = message(push, spoil);
  const signature = spoil === 'signature' ? '0'.repeat(40) : signatureOf(token, timestamp, fresh);
  const query: Record<string, string> = { signature, timestamp, nonce: fresh, openid: push.openid };
  if (mode === 'plain') return { query, body: plain, plain };
  const cipher = encrypted(state, plain, spoil);
  query['encrypt_type'] = 'aes';
  query['msg_signature'] = spoil === 'signature' ? '0'.repeat(40) : signatureOf(token, timestamp, fresh, cipher);
  const outer = { ToUserName: push.fields['ToUserName'] ?? '', Encrypt: cipher };
  const body = mode === 'safe' ? toXml(outer) : plain.replace(/<\/xml>$/, `${toXml({ Encrypt: cipher }).slice('<xml>'.length)}`);
  return { query, body, plain };
}
