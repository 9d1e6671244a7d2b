import { companyName, communityName, streetAddress } from './names.js';
import { nthCreditCode, nthLandline } from './identifiers.js';
import { seedId } from './ids.js';
import { Random } from './random.js';
import type { Community, Company, District, Street } from './tables.js';

/** Chengdu's own code of GB/T 2260: the scope of a city officer. */
export const CITY_CODE = '510100';

/** Districts of Chengdu with their codes of GB/T 2260; the bureaus' phone numbers are made up. */
const DISTRICTS = [
  ['510107', '武侯区'],
  ['510104', '锦江区'],
  ['510105', '青羊区'],
  ['510106', '金牛区'],
  ['510108', '成华区'],
  ['510112', '龙泉驿区'],
  ['510113', '青白江区'],
  ['510114', '新都区'],
  ['510115', '温江区'],
  ['510116', '双流区'],
] as const;

/** How many communities and houses a made-up city has. */
export interface Size {
  readonly communities: number;
  readonly houses: number;
}

/** A city before its houses. */
export interface CityPlan {
  readonly districts: readonly District[];
  readonly streets: readonly Street[];
  readonly companies: readonly Company[];
  readonly communities: readonly Community[];
  /** Houses of each community, in the same order. */
  readonly houseCounts: readonly number[];
}

/** Throws, in words for whoever typed the numbers, when the cast would have no room in so small a city. */
export function checkSize({ communities, houses }: Size): void {
  const whole = Number.isInteger(communities) && Number.isInteger(houses);
  if (!whole || communities < 4 || communities > 2000) throw new Error('The seed makes 4 to 2,000 communities (--communities 6).');
  if (houses < communities * 10 || houses > 2_000_000)
    throw new Error('The seed makes at least 10 houses for each community, 2,000,000 at most (--houses 600).');
}

const district = ([code, name]: (typeof DISTRICTS)[number], index: number): District => ({
  code,
  name,
  bureauName: `成都市${name}住房和城乡建设局`,
  bureauPhone: nthLandline(index + 1),
});

/** Two streets a district, with made-up names. */
const streetsOf = ({ code }: District): Street[] =>
  ['梧桐街道', '锦绣街道'].map((name, index) => ({ code: `${code}00${index + 1}`, districtCode: code, name }));

const company = (index: number): Company => ({
  id: seedId('company', index),
  name: companyName(index),
  creditCode: nthCreditCode(index + 1),
  hotline: nthLandline(3000 + index),
});

/**
 * Lays out districts, companies and communities: two communities for each company, companies in turn, districts in blocks.
 * Ids and names of the first communities are the same in a city of any size.
 */
export function planCity({ communities: count, houses }: Size, now: Date): CityPlan {
  const districts = DISTRICTS.slice(0, Math.ceil(count / 2)).map(district);
  const companies = Array.from({ length: Math.ceil(count / 2) }, (_, index) => company(index));
  const streets = districts.flatMap(streetsOf);
  const communities = Array.from({ length: count }, (_, index): Community => {
    const { code, name } = districts[Math.floor((index * districts.length) / count)] as District;
    return {
      id: seedId('community', index),
      districtCode: code,
      streetCode: `${code}00${(index % 2) + 1}`,
      companyId: (companies[index % companies.length] as Company).id,
      name: communityName(index),
      address: `成都市${name}${streetAddress(new Random(`address/${index}`))}`,
      servicePhone: nthLandline(5000 + index),
      posterVersion: 1,
      createdAt: now,
      endedAt: null,
    };
  });
  const houseCounts = communities.map((_, index) => Math.floor((houses * (index + 1)) / count) - Math.floor((houses * index) / count));
  return { districts, streets, companies, communities, houseCounts };
}
