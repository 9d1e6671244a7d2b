import { Injectable } from '@nestjs/common';
import { Communities } from '../community/index.js';
import { Database } from '../platform/database/index.js';
import { Fault } from './faults.js';

/** Whose requests are asked for: a district's, or with null the whole city's. */
export interface Jurisdiction {
  readonly districtCode: string | null;
}

/** The city's code of GB/T 2260, as its districts' begin with it: 510107 → 510100. */
const cityOf = (districtCode: string): string => `${districtCode.slice(0, 4)}00`;

/** `jurisdiction_id`: the city's code or a district's; left out, it is the city, for there is no other here. */
@Injectable()
export class Jurisdictions {
  constructor(
    private readonly database: Database,
    private readonly communities: Communities,
  ) {}

  async of(id: unknown): Promise<Jurisdiction | Fault> {
    if (id === undefined || id === '') return { districtCode: null };
    const districts = await this.communities.districts(this.database.manager);
    if (districts.some(({ code }) => code === id)) return { districtCode: id as string };
    return districts.some(({ code }) => cityOf(code) === id) ? { districtCode: null } : new Fault(404, 'jurisdiction_id was not found');
  }
}
