import { createHash } from 'node:crypto';
import type { Person } from './people.js';

const MOST = 5_000_000;
const DIGITS = 12;

/** Many people made by rule: nothing is kept for one of them. */
export interface Group {
  prefix: string;
  /** What its openids begin with. */
  head: string;
  count: number;
  /** The share that follows the account, 0 to 1. */
  following: number;
}

/** What all openids of a group begin with: 16 characters; the number follows in 12 digits. */
export function openidHead(prefix: string): string {
  return `oB${createHash('sha256').update(`crowd ${prefix}`).digest('base64url').replaceAll('-', '_').slice(0, 14)}`;
}

const digits = (index: number): string => String(index).padStart(DIGITS, '0');

/** The openid of number `index` of a group. */
export function crowdOpenid(prefix: string, index: number): string {
  return openidHead(prefix) + digits(index);
}

/** People for load tests, by the hundred thousand: `<prefix>-<number>`. */
export class Crowd {
  #byPrefix = new Map<string, Group>();
  #byHead = new Map<string, Group>();

  /** Sets a group's size; 0 takes it away. False when there would be too many. */
  set(given: Omit<Group, 'head'>): boolean {
    const group = { ...given, head: openidHead(given.prefix) };
    const others = [...this.#byPrefix.values()].filter(({ prefix }) => prefix !== group.prefix);
    if (others.reduce((sum, { count }) => sum + count, group.count) > MOST) return false;
    if (group.count === 0) {
      this.#byPrefix.delete(group.prefix);
      this.#byHead.delete(group.head);
      return true;
    }
    this.#byPrefix.set(group.prefix, group);
    this.#byHead.set(group.head, group);
    return true;
  }

  groups(): Group[] {
    return [...this.#byPrefix.values()];
  }

  byOpenid(openid: string): Person | undefined {
    if (!openid.startsWith('oB') || openid.length !== 16 + DIGITS) return undefined;
    const group = this.#byHead.get(openid.slice(0, 16));
    return group && this.#person(group, openid.slice(16));
  }

  bySlug(slug: string): Person | undefined {
    const cut = slug.lastIndexOf('-');
    const group = cut > 0 ? this.#byPrefix.get(slug.slice(0, cut)) : undefined;
    return group && this.#person(group, slug.slice(cut + 1));
  }

  /** Everybody, in order, from the one after `openid`. */
  *after(openid?: string): Generator<Person> {
    let from = openid ? this.byOpenid(openid) : undefined;
    for (const group of this.#byPrefix.values()) {
      if (from && !from.slug.startsWith(`${group.prefix}-`)) continue;
      const first = from ? Number(from.slug.slice(group.prefix.length + 1)) + 1 : 0;
      from = undefined;
      for (let index = first; index < group.count; index += 1) yield make(group, index);
    }
  }

  #person(group: Group, number: string): Person | undefined {
    const index = /^\d{1,12}$/.test(number) ? Number(number) : Infinity;
    return index < group.count ? make(group, index) : undefined;
  }
}

function make(group: Group, index: number): Person {
  return {
    slug: `${group.prefix}-${index}`,
    openid: group.head + digits(index),
    nickname: `住户 ${index}`,
    about: '批量',
    phone: '',
    snapshot: false,
    subscribed: index % 1000 < group.following * 1000,
    many: true,
  };
}
