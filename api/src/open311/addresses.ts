import { Injectable } from '@nestjs/common';
import { Communities, type CommunityPlace } from '../community/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import { Fault } from './faults.js';
import type { Jurisdiction } from './jurisdictions.js';

/** A community, and where in it. */
export interface Address {
  readonly community: CommunityPlace;
  readonly place: string;
}

const LOST = 'address_id or address_string: the community is not known; send its id, or an address with its name as it is registered';
const ON_MAP = 'lat and long alone tell no community here: send address_id, or address_string with its name, beside them';

/** An address without the community's name: what is left of it tells where in the community. */
const restOf = (address: string, name: string): string => address.replace(name, '').replace(/^[\s,，、。;；]+|[\s,，、。;；]+$/g, '');

/** Where a request is: every one belongs to a community, whose manager answers it. Communities are not kept on a map. */
@Injectable()
export class Addresses {
  constructor(
    private readonly database: Database,
    private readonly communities: Communities,
  ) {}

  async find(sent: { id: string; words: string; onMap: boolean }, { districtCode }: Jurisdiction): Promise<Address | Fault> {
    const { id, words, onMap } = sent;
    if (id === '' && words === '') return new Fault(400, onMap ? ON_MAP : LOST);
    const named = id === '' ? await this.named(words, districtCode) : { id, name: '' };
    if (named instanceof Fault) return named;
    const community = await this.communities.byId(this.database.manager, named.id);
    if (isProblem(community) || (districtCode !== null && community.districtCode !== districtCode)) return new Fault(400, LOST);
    return { community, place: restOf(words, named.name === '' ? community.name : named.name) };
  }

  /** Who begins the address comes before who stands somewhere in it, and a long name before a short one that it holds. */
  private async named(words: string, districtCode: string | null): Promise<{ id: string; name: string } | Fault> {
    const found = await this.communities.namedIn(words, districtCode);
    const begin = found.filter(({ name }) => words.startsWith(name));
    const [first, ...others] = begin.length > 0 ? begin : found;
    if (!first) return new Fault(400, LOST);
    const same = others.filter(({ name }) => name === first.name).length + 1;
    return same === 1 ? first : new Fault(400, `address_string: ${same} communities are called so; send address_id, or the district as jurisdiction_id`);
  }
}
