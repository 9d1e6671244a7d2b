import { Injectable } from '@nestjs/common';
import { type Counts, type figuresRoutes, type FiguresReport, measures, ratesOf, reportOf, type ReportRow } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, type StandingPlace } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Figures, type PlaceCounts } from './figures.js';

type Whose = Pick<ReportRow, 'id' | 'name' | 'companyName' | 'districtName'>;

/** A row while it is added up. */
interface Sum extends Whose {
  counts: Counts;
  projects: number;
  active: number;
}

const NONE = Object.fromEntries(measures.map((measure) => [measure, 0])) as Counts;
const plus = (one: Counts, other: Counts): Counts => Object.fromEntries(measures.map((measure) => [measure, one[measure] + other[measure]])) as Counts;

/**
 * 通报 (成住建发〔2023〕62号 三(三)): from the sums that the figures are read from. Who had nothing stands in it, too: that nobody uses the
 * system is what 系统使用情况 asks for.
 */
@Injectable()
export class Reports {
  constructor(
    private readonly figures: Figures,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly database: Database,
  ) {}

  async read(context: SignedIn, { query }: InputOf<typeof figuresRoutes.readReport>): Promise<FiguresReport | Problem> {
    const { manager } = this.database;
    const scopes = await this.access.scopes(manager, context, 'figures.report');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const { from, to } = reportOf(query.kind, query.month, context.now.getTime());
    const codes = scopes.some(({ scopeType }) => scopeType === 'city') ? null : new Set(scopes.map(({ scopeId }) => scopeId));
    const within = ({ districtCode }: { districtCode: string }): boolean => codes === null || codes.has(districtCode);
    const counted = (await this.figures.places({ from, to })).filter(within);
    const standing = (await this.communities.everywhere(manager)).filter(within);
    const districts = (await this.communities.districts(manager)).filter(({ code }) => within({ districtCode: code }));
    const sums = query.kind === 'quarter' ? byDistrict(counted, standing, districts) : byProject(counted, standing);
    const rows = sums.map((sum): ReportRow => ({ ...sum, rates: ratesOf(sum.counts) })).sort(better);
    const counts = counted.reduce((all, place) => plus(all, place.counts), NONE);
    return { kind: query.kind, from, to, counts, rates: ratesOf(counts), rows };
  }
}

/** Cases by whose they are; those who had none are there with nothing. Projects that have ended keep their cases, and use nothing any more. */
function added(counted: readonly PlaceCounts[], places: readonly StandingPlace[], sums: Map<string, Sum>, keyOf: (place: PlaceCounts) => string): Sum[] {
  const standing = new Set(places.filter(({ ended }) => !ended).map(({ id }) => id));
  const active = new Map<string, Set<string>>();
  for (const place of counted) {
    const sum = sums.get(keyOf(place));
    if (!sum) continue;
    sum.counts = plus(sum.counts, place.counts);
    if (place.counts.cases > 0 && standing.has(place.communityId)) active.set(sum.id, (active.get(sum.id) ?? new Set()).add(place.communityId));
  }
  return [...sums.values()].map((sum) => ({ ...sum, active: active.get(sum.id)?.size ?? 0 }));
}

function byDistrict(counted: readonly PlaceCounts[], places: readonly StandingPlace[], districts: readonly { code: string; name: string }[]): Sum[] {
  const standing = (code: string) => places.filter(({ districtCode, ended }) => districtCode === code && !ended).length;
  const sums = districts.map(({ code, name }): [string, Sum] => [
    code,
    { id: code, name, companyName: '', districtName: name, counts: NONE, projects: standing(code), active: 0 },
  ]);
  return added(counted, places, new Map(sums), ({ districtCode }) => districtCode);
}

function byProject(counted: readonly PlaceCounts[], places: readonly StandingPlace[]): Sum[] {
  const sums = places.map(({ id, name, companyName, districtName, ended }): [string, Sum] => [
    id,
    { id, name, companyName, districtName, counts: NONE, projects: ended ? 0 : 1, active: 0 },
  ]);
  return added(counted, places, new Map(sums), ({ communityId }) => communityId).filter(({ projects, counts }) => projects > 0 || counts.cases > 0);
}

/** By the resolution rate, the best first, compared without dividing; then by how many it is of. Who had nothing comes last. */
function better(one: ReportRow, other: ReportRow): number {
  const [[a, b], [c, d]] = [one.rates.resolution, other.rates.resolution];
  if (b === 0 || d === 0) return d - b || (one.name < other.name ? -1 : 1);
  return c * b - a * d || d - b || (one.name < other.name ? -1 : 1);
}
