import { communityKey } from '@wuye/shared/intake';
import type { StandingPlace } from '../community/index.js';

/** Which districts someone answers for: an officer of some, or of the whole city. */
export interface Reach {
  readonly city: boolean;
  readonly districts: readonly string[];
  /** Whose list takes what nobody can place: the first of their districts, else the city's own. */
  readonly home: string;
}

export const reaches = ({ city, districts }: Reach, districtCode: string): boolean => city || districts.includes(districtCode);

/** Where a row belongs: a community, or the list of those who can tell. */
export type Whither = { readonly communityId: string } | { readonly districtCode: string };

/** The city's communities by their names as tables write them. A name that two share is nobody's, but their district's where they share that. */
export class Places {
  private readonly byName = new Map<string, StandingPlace[]>();

  constructor(
    places: readonly StandingPlace[],
    private readonly reach: Reach,
  ) {
    for (const place of places) {
      if (place.ended) continue;
      const key = communityKey(place.name);
      this.byName.set(key, [...(this.byName.get(key) ?? []), place]);
    }
  }

  /** One's own come first: of another district's community of that name its officers know. */
  whither(community: string): Whither {
    const all = this.byName.get(communityKey(community)) ?? [];
    const own = all.filter(({ districtCode }) => reaches(this.reach, districtCode));
    const [first, second] = own;
    if (first && !second) return { communityId: first.id };
    const districts = new Set((first ? own : all).map(({ districtCode }) => districtCode));
    const [only] = districts;
    return { districtCode: only !== undefined && districts.size === 1 ? only : this.reach.home };
  }
}
