import { AGREEMENT_VERSION, FACE_CONSENT_VERSION } from '@wuye/shared/identity';
import type { Vault } from '../platform/crypto/index.js';
import { type CastPerson, castPerson, type Slug } from './cast.js';
import { seedId } from './ids.js';
import type { Account, Binding, Consent, House, Person } from './tables.js';

/** Who of the cast has been here before. */
const KNOWN = [
  'owner-li',
  'manager-wang',
  'head-zhou',
  'officer-wu',
  'clerk-ma',
  'staff-deng',
  'committee-lin',
  'street-gao',
  'city-luo',
] as const satisfies readonly Slug[];

/** The person of a cast member who signed in before the story begins; null for the others. */
export function personIdOf(slug: Slug): string | null {
  const index = KNOWN.findIndex((each) => each === slug);
  return index === -1 ? null : seedId('person', index);
}

const account = ({ slug, openid }: CastPerson, order: number, at: Date): Account => ({
  id: seedId('account', order),
  openid,
  personId: personIdOf(slug as Slug),
  createdAt: at,
  subscribed: true,
  subscribedAt: at,
  subscriptionAt: at,
});

/** Staff are known by their phone alone, owners by their id number, too. */
function person(vault: Vault, who: CastPerson, id: string, at: Date): Person {
  const owner = who.slug.startsWith('owner-');
  return {
    id,
    name: vault.seal('person.name', who.name),
    idType: owner ? 'resident' : null,
    idNumber: owner ? vault.seal('person.id_number', who.idNumber) : null,
    idNumberHash: owner ? vault.index('person.id_number', who.idNumber) : null,
    idNumberRaw: null,
    nationality: null,
    phone: vault.seal('person.phone', who.phone),
    phoneHash: vault.index('person.phone', who.phone),
    certified: owner ? 'face' : 'none',
    certifiedAt: owner ? at : null,
    createdAt: at,
  };
}

/** Rows of those who have been here before. */
export interface KnownPeople {
  readonly accounts: readonly Account[];
  readonly people: readonly Person[];
  readonly consents: readonly Consent[];
}

/** The accounts and people of the cast members who have been here before, and what the owner among them agreed to. */
export function knownPeople(vault: Vault, at: Date): KnownPeople {
  const members = KNOWN.map((slug) => castPerson(slug));
  const accounts = members.map((member, order) => account(member, order, at));
  const people = members.map((member, order) => person(vault, member, seedId('person', order), at));
  const owner = accounts[0] as Account;
  const consents: Consent[] = [
    { id: seedId('consent', 0), accountId: owner.id, document: 'user-agreement', version: AGREEMENT_VERSION, at, withdrawnAt: null },
    { id: seedId('consent', 1), accountId: owner.id, document: 'face', version: FACE_CONSENT_VERSION, at, withdrawnAt: null },
  ];
  return { accounts, people, consents };
}

/** The bound homes of owner-li. */
export function bindings(houses: readonly House[], boundAt: Date): Binding[] {
  const personId = personIdOf('owner-li') as string;
  return houses.map(({ id, communityId }, order) => ({ id: seedId('binding', order), personId, houseId: id, communityId, boundAt }));
}
