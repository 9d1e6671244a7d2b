import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { intakeErrors, type IntakeRow, type intakeRoutes, type UnsortedRow } from '@wuye/shared/intake';
import type { InputOf, OutputOf } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { OutsideNumberTaken } from '../complaint/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Arriving } from './arriving.js';
import { IntakeUnsorted } from './entities.js';
import { reaches } from './reach.js';

const problem = problemsOf(intakeErrors);

/** Rows whose community nobody knows, and how an officer sorts them by hand. */
@Injectable()
export class Unsorted {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly vault: Vault,
    private readonly arriving: Arriving,
    private readonly audit: Audit,
  ) {}

  async list(context: SignedIn, { query }: InputOf<typeof intakeRoutes.unsorted>): Promise<OutputOf<typeof intakeRoutes.unsorted> | Problem> {
    const { manager } = this.database;
    const reach = await this.arriving.reach(manager, context, 'intake.sort');
    if (isProblem(reach)) return reach;
    const where = { ...(!reach.city && { districtCode: In([...reach.districts]) }), ...(query.after && { id: MoreThan(query.after) }) };
    const rows = await manager.find(IntakeUnsorted, { where, order: { id: 'ASC' }, take: query.limit + 1 });
    const shown = rows.slice(0, query.limit);
    return { items: shown.map((row) => this.viewOf(row)), next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async places(context: SignedIn): Promise<OutputOf<typeof intakeRoutes.places> | Problem> {
    const { manager } = this.database;
    const reach = await this.arriving.reach(manager, context, 'intake.sort');
    if (isProblem(reach)) return reach;
    const districts = await this.communities.districts(manager);
    const own = districts.filter(({ code }) => reaches(reach, code));
    const items = [];
    for (const { code } of own) items.push(...(await this.communities.ofDistrict(manager, code)));
    return { items, districts: reach.city ? districts : districts.filter(({ code }) => !reaches(reach, code)) };
  }

  /** It becomes a complaint of now: its clocks begin when the community hears of it. */
  assign(context: SignedIn, { params, body }: InputOf<typeof intakeRoutes.assign>): Promise<OutputOf<typeof intakeRoutes.assign> | Problem> {
    return this.work.run(context, async (tx) => {
      const refusedAll = await this.access.refusesEverywhere(tx, context, 'intake.sort');
      if (refusedAll) return refusedAll;
      const row = await tx.findOneBy(IntakeUnsorted, { id: params.id });
      if (!row || (await this.access.refuses(tx, context, 'intake.sort', { districtCode: row.districtCode }))) return problem('INTAKE.ROW_UNKNOWN');
      const place = await this.communities.byId(tx, body.communityId);
      if (isProblem(place)) return place;
      const refused = await this.access.refuses(tx, context, 'intake.sort', placeFor(place));
      if (refused) return refused;
      const { affected } = await tx.delete(IntakeUnsorted, { id: row.id });
      if (affected !== 1) return problem('INTAKE.ROW_UNKNOWN');
      try {
        return await this.arriving.receive(tx, context, 'intake.sort', row.source, place.id, this.rowOf(row));
      } catch (error) {
        // It came in with a table meanwhile. The problem undoes all of this: the row stays until the next import takes it away.
        if (error instanceof OutsideNumberTaken) return problem('INTAKE.NUMBER_KNOWN');
        throw error;
      }
    });
  }

  /** To the list of the district that its community lies in, whose officers sort it there. */
  handOver(context: SignedIn, { params, body }: InputOf<typeof intakeRoutes.handOver>): Promise<void | Problem> {
    return this.work.run(context, async (tx) => {
      const refusedAll = await this.access.refusesEverywhere(tx, context, 'intake.sort');
      if (refusedAll) return refusedAll;
      const row = await tx.findOneBy(IntakeUnsorted, { id: params.id });
      if (!row || (await this.access.refuses(tx, context, 'intake.sort', { districtCode: row.districtCode }))) return problem('INTAKE.ROW_UNKNOWN');
      const { districtCode } = body;
      if (districtCode === row.districtCode) return;
      if (!(await this.communities.districts(tx)).some(({ code }) => code === districtCode)) return problem('INTAKE.DISTRICT_UNKNOWN');
      const { affected } = await tx.update(IntakeUnsorted, { id: row.id, districtCode: row.districtCode }, { districtCode });
      if (affected !== 1) return problem('INTAKE.ROW_UNKNOWN');
      await this.audit.record(tx, context, 'intake.hand_over', `${row.source}:${row.districtCode}`, { to: districtCode });
    });
  }

  private rowOf({ content }: IntakeUnsorted): IntakeRow {
    return JSON.parse(this.vault.open('intake_unsorted.content', content)) as IntakeRow;
  }

  private viewOf(row: IntakeUnsorted): UnsortedRow {
    const { community, category, words, place } = this.rowOf(row);
    return { id: row.id, source: row.source, outsideNo: row.outsideNo, community, category, words, place, importedAt: row.importedAt.toISOString() };
  }
}
