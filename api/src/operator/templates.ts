import type { MessageSlice } from '@wuye/shared/kit';

/** A template of the account, as WeChat lists it. */
export interface Template {
  readonly title: string;
  readonly content: string;
}

/** A template that the code sends by. */
export interface Need {
  readonly title: string;
  readonly library: string;
  /** `thing2` → 事项, in order. */
  readonly keywords: readonly (readonly [key: string, label: string])[];
  /** The kinds of message that are sent by it. */
  readonly kinds: readonly string[];
}

/** The templates that the kinds of message need, each once. */
export function needsOf(kinds: MessageSlice): Need[] {
  const needs = new Map<string, Need>();
  for (const [name, kind] of Object.entries(kinds)) {
    const keywords = Object.keys(kind.keywords({})).map((key, index) => [key, kind.labels[index] ?? ''] as const);
    const known = needs.get(kind.template);
    needs.set(kind.template, { title: kind.template, library: kind.library, keywords, kinds: [...(known?.kinds ?? []), name] });
  }
  return [...needs.values()];
}

const keysOf = ({ content }: Template): string[] => [...content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map(([, key]) => key ?? '');
const inWords = ({ keywords }: Need): string => keywords.map(([key, label]) => `${label} (${key})`).join(', ');

/** What is wrong with a needed template in the account; null when nothing is. */
export function templateFault(need: Need, has: readonly Template[]): string | null {
  const same = has.filter(({ title }) => title === need.title);
  const [template] = same;
  const waits = `${need.kinds.join(', ')} can't be sent`;
  if (!template) return `missing, ${waits}. Add number ${need.library} of the library with ${inWords(need)}: templates add`;
  if (same.length > 1) return `there are ${same.length} of this title, and which one is used is chance: delete all but one in the console`;
  const keys = keysOf(template);
  const wrong = need.keywords.filter(([key]) => !keys.includes(key));
  const more = keys.filter((key) => !need.keywords.some(([wanted]) => wanted === key));
  if (wrong.length === 0 && more.length === 0) return null;
  return `its keywords are ${keys.join(', ')}, but ${waits} with any but ${inWords(need)}: delete it in the console, then templates add`;
}
