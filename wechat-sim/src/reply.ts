import type { Article } from './chat.js';
import { decrypt, signatureOf } from './crypt.js';
import type { SimState } from './state.js';
import { contentOf, element } from './xml.js';

/** What the account's server answers a push with, to be shown in the chat. */
export type Reply = { kind: 'text'; text: string } | { kind: 'news'; articles: Article[] };

/** The reply's XML: in safe mode it must be encrypted, with the signature over it right. */
function opened(state: SimState, answer: string): string | undefined {
  const { mode, token, aesKey } = state.callback.settings;
  const cipher = element(answer, 'Encrypt');
  if (cipher === undefined) return mode === 'safe' ? undefined : answer;
  const parts = ['TimeStamp', 'Nonce'].map((name) => element(answer, name) ?? '');
  if (signatureOf(token, ...parts, cipher) !== element(answer, 'MsgSignature')) return undefined;
  try {
    const { message, appId } = decrypt(aesKey, cipher);
    return appId === state.options.appId ? message : undefined;
  } catch (error) {
    console.error(`The reply to a push cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function readXml(xml: string): Reply | 'wrong' {
  const type = element(xml, 'MsgType');
  if (type === 'text') return { kind: 'text', text: element(xml, 'Content') ?? '' };
  if (type !== 'news') return 'wrong';
  const items = contentOf(contentOf(xml, 'Articles')[0] ?? '', 'item');
  if (items.length === 0 || Number(element(xml, 'ArticleCount')) !== items.length) return 'wrong';
  const text = (item: string, name: string): string => element(item, name) ?? '';
  return {
    kind: 'news',
    articles: items.map((item) => ({
      title: text(item, 'Title'),
      description: text(item, 'Description'),
      picurl: text(item, 'PicUrl'),
      url: text(item, 'Url'),
    })),
  };
}

/** Nothing for `success` or an empty answer, `wrong` for what WeChat cannot read. */
export function readReply(state: SimState, answer: string): Reply | 'wrong' | undefined {
  const text = answer.trim();
  if (text === '' || text === 'success') return undefined;
  if (!text.startsWith('<xml>')) return 'wrong';
  const xml = opened(state, text);
  return xml === undefined ? 'wrong' : readXml(xml);
}
