import { seatOf } from '@wuye/shared/appointment';
import type { Role, ScopeType } from '@wuye/shared/kit';
import type { Vault } from '../platform/crypto/index.js';
import { castPerson, type Slug } from './cast.js';
import { nthMobile } from './identifiers.js';
import { seedId } from './ids.js';
import { madeUpName } from './names.js';
import { personIdOf } from './people.js';
import { CITY_CODE, type CityPlan } from './plan.js';
import { Random } from './random.js';
import type { Appointment } from './tables.js';

interface Post {
  readonly role: Role;
  readonly scopeType: ScopeType;
  readonly scopeId: string;
  /** The cast member who holds it; anybody made up when left out. */
  readonly slug?: Slug | undefined;
}

/** Which of the communities a cast member manages: two of one company for manager-liu. */
function managerOf(index: number, plan: CityPlan): Slug | undefined {
  if (index === 0) return 'manager-wang';
  return index === 1 || index === 1 + plan.companies.length ? 'manager-liu' : undefined;
}

/** Who else serves in the first community: the cast has one of each role there. */
function aroundFirst({ communities: [first] }: CityPlan): Post[] {
  if (!first) return [];
  const here = { scopeType: 'community', scopeId: first.id } as const;
  return [
    { role: 'company_clerk', scopeType: 'company', scopeId: first.companyId, slug: 'clerk-ma' },
    { role: 'staff', ...here, slug: 'staff-deng' },
    { role: 'committee_member', ...here, slug: 'committee-lin' },
    { role: 'street_officer', scopeType: 'street', scopeId: first.streetCode ?? '', slug: 'street-gao' },
  ];
}

function posts(plan: CityPlan): Post[] {
  return [
    ...plan.communities.map(({ id }, index): Post => ({ role: 'project_manager', scopeType: 'community', scopeId: id, slug: managerOf(index, plan) })),
    ...plan.companies.map(({ id }, index): Post => ({ role: 'company_head', scopeType: 'company', scopeId: id, slug: index === 0 ? 'head-zhou' : undefined })),
    ...plan.districts.map(({ code }, index): Post => ({
      role: 'district_officer',
      scopeType: 'district',
      scopeId: code,
      slug: index === 0 ? 'officer-wu' : undefined,
    })),
    { role: 'city_officer', scopeType: 'city', scopeId: CITY_CODE, slug: 'city-luo' },
    ...aroundFirst(plan),
  ];
}

/** Everyone's appointment: a manager for each community, a head for each company, an officer for each district and for the city. */
export function appointments(vault: Vault, plan: CityPlan, appointedAt: Date): Appointment[] {
  const random = new Random('appointments');
  return posts(plan).map(({ role, scopeType, scopeId, slug }, order) => {
    const { name, phone } = slug ? castPerson(slug) : { name: madeUpName(random), phone: nthMobile(order) };
    return {
      id: seedId('appointment', order),
      role,
      scopeType,
      scopeId,
      name: vault.seal('appointment.name', name),
      phone: vault.seal('appointment.phone', phone),
      phoneHash: vault.index('person.phone', phone),
      personId: slug ? personIdOf(slug) : null,
      permissions: null,
      appointedBy: null,
      appointedAt,
      termEndsAt: null,
      endedAt: null,
      seat: seatOf(role, scopeId),
      takeUpUntil: null,
      termWarnedAt: null,
      endedBy: null,
      endReason: null,
    };
  });
}
