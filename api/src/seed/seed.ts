import type { DataSource, EntityManager, EntityTarget } from 'typeorm';
import type { Signer, Vault } from '../platform/crypto/index.js';
import { appointments } from './appointments.js';
import { castHouses } from './cast.js';
import { buildHousing, type Housing } from './houses.js';
import { bindings, knownPeople } from './people.js';
import { checkSize, type CityPlan, planCity, type Size } from './plan.js';
import { Register } from './register.js';
import { type Cast, castOf } from './sim-file.js';
import { Account, Appointment, Binding, Building, Community, Company, Consent, District, House, Person, Street, Title } from './tables.js';

/** Rows of one statement: few statements, and fewer parameters than either database allows. */
const CHUNK = 500;
/** Of the last community, how many houses in a hundred the developer has not sold. */
const UNSOLD_PERCENT = 12;

/** What seals personal data and signs posters. */
export interface SeedTools {
  readonly vault: Vault;
  readonly signer: Signer;
}

/** How large the city is, and when its story begins: accounts, bindings and appointments date from then. */
export type SeedOptions = Partial<Size> & { readonly now: Date };

/** Throws in production, whatever the caller was told: made-up owners must never stand beside real ones. */
export function refuseProduction(): void {
  if (process.env.NODE_ENV === 'production') throw new Error('The seed is for development and tests: NODE_ENV is production.');
}

async function insertAll<T extends object>(tx: EntityManager, target: EntityTarget<T>, rows: readonly T[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK);
    await tx
      .createQueryBuilder()
      .insert()
      .into(target)
      .values(values as never)
      .updateEntity(false)
      .execute();
  }
}

/** The houses of this community that are bound from the start: owner-li's. */
function housesToBind(community: number, { buildings, houses }: Housing): House[] {
  const buildingNames = new Map(buildings.map(({ id, name }) => [id, name]));
  const bound = castHouses.filter((each) => each.slug === 'owner-li' && each.community === community);
  return houses.filter(({ buildingId, name }) => bound.some((each) => each.building === buildingNames.get(buildingId) && each.house === name));
}

async function insertHomes(tx: EntityManager, vault: Vault, plan: CityPlan, now: Date): Promise<void> {
  const register = new Register(vault);
  const boundHouses: House[] = [];
  const last = plan.communities.length - 1;
  for (const [index, { id }] of plan.communities.entries()) {
    const housing = buildHousing(index, id, plan.houseCounts[index] as number);
    const unsold = index === last ? Math.ceil((housing.houses.length * UNSOLD_PERCENT) / 100) : 0;
    await insertAll(tx, Building, housing.buildings);
    await insertAll(tx, House, housing.houses);
    await insertAll(tx, Title, [...register.titlesOf(index, housing, unsold)]);
    boundHouses.push(...housesToBind(index, housing));
  }
  await insertAll(tx, Binding, bindings(boundHouses, now));
}

/**
 * Fills an empty database with a made-up city (Chengdu's districts; no real person, company or number) and its cast.
 * For development and tests: refuses in production and where communities already stand. The same options give the same
 * rows, but for what the vault seals: each seal has its own random start. All or nothing, in one transaction.
 */
export async function seedCity(dataSource: DataSource, { vault, signer }: SeedTools, { communities = 6, houses = 600, now }: SeedOptions): Promise<Cast> {
  refuseProduction();
  checkSize({ communities, houses });
  const plan = planCity({ communities, houses }, now);
  await dataSource.transaction(async (tx) => {
    if (await tx.exists(Community)) throw new Error('The database already has communities: the seed only fills an empty one.');
    await insertAll(tx, District, plan.districts);
    await insertAll(tx, Street, plan.streets);
    await insertAll(tx, Company, plan.companies);
    await insertAll(tx, Community, plan.communities);
    await insertHomes(tx, vault, plan, now);
    const known = knownPeople(vault, now);
    await insertAll(tx, Account, known.accounts);
    await insertAll(tx, Person, known.people);
    await insertAll(tx, Consent, known.consents);
    await insertAll(tx, Appointment, appointments(vault, plan, now));
  });
  return castOf(plan.communities, signer);
}
