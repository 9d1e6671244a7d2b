import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { communityKey, type ImportReport, type IntakeRow, type intakeRoutes, type IntakeSource, type MappingBody } from '@wuye/shared/intake';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { OutsideNumbers, OutsideNumberTaken } from '../complaint/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { IntakeMapping, IntakeUnsorted } from './entities.js';
import { Arriving } from './arriving.js';
import { readSheet } from './sheet.js';

/**
 * Tables of 12345 and 信访 (成住建发〔2023〕62号 二(三) “建立数据共享机制”). A row is known by its number there: what came before changes nothing.
 * Each row is a transaction of its own, so that one that can't be taken keeps no other back, and the report tells of each.
 */
@Injectable()
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly numbers: OutsideNumbers,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly arriving: Arriving,
  ) {}

  /** What a source's tables call their columns in the officer's district. */
  async mapping(context: SignedIn, { params }: InputOf<typeof intakeRoutes.mapping>): Promise<MappingBody | Problem> {
    const district = await this.arriving.district(this.database.manager, context, 'intake.import');
    return isProblem(district) ? district : { columns: await this.columnsOf(params.source, district) };
  }

  saveMapping(context: SignedIn, { params, body }: InputOf<typeof intakeRoutes.saveMapping>): Promise<MappingBody | Problem> {
    return this.database.transaction(async (tx) => {
      const district = await this.arriving.district(tx, context, 'intake.import');
      if (isProblem(district)) return district;
      const columns = Object.fromEntries(Object.entries(body.columns).filter(([, name]) => name !== ''));
      const row = { id: `${params.source}:${district}`, columns, savedBy: context.who.accountId, savedAt: context.now };
      // One statement: of two who save the first names at once, neither meets the other's row.
      await tx
        .createQueryBuilder()
        .insert()
        .into(IntakeMapping)
        .values(row)
        .orUpdate(['columns', 'saved_by', 'saved_at'], ['id'])
        .updateEntity(false)
        .execute();
      return { columns };
    });
  }

  /** Asked before a file is read. */
  refuses(context: SignedIn): Promise<Problem | null> {
    return this.access.refusesEverywhere(this.database.manager, context, 'intake.import');
  }

  /** Takes a table in; a second time it changes nothing. */
  async take(context: SignedIn, source: IntakeSource, bytes: Buffer): Promise<ImportReport | Problem> {
    const { manager } = this.database;
    const district = await this.arriving.district(manager, context, 'intake.import');
    if (isProblem(district)) return district;
    const sheet = await readSheet(bytes, await this.columnsOf(source, district));
    if (isProblem(sheet)) return sheet;
    const before = await this.before(manager, source, sheet.rows);
    const places = await this.placesOf(manager, district);
    const report = { rows: sheet.rows.length + sheet.faults.length, created: 0, known: 0, unsorted: 0, faults: [...sheet.faults] };
    for (const row of sheet.rows) {
      const became = before.has(row.outsideNo)
        ? 'known'
        : await this.enter(context, { source, district, row, communityId: places.get(communityKey(row.community)) });
      before.add(row.outsideNo);
      report[became] += 1;
    }
    await this.tidy(source, district);
    const detail = { rows: String(report.rows), created: String(report.created), unsorted: String(report.unsorted) };
    await this.database.transaction((tx) => this.audit.record(tx, context, 'intake.import', `${source}:${district}`, detail));
    return report;
  }

  private async enter(
    context: SignedIn,
    { source, district, row, communityId }: { source: IntakeSource; district: string; row: IntakeRow; communityId: string | undefined },
  ): Promise<'created' | 'known' | 'unsorted'> {
    try {
      return await this.database.transaction(async (tx) => {
        if (communityId) await this.arriving.receive(tx, context, 'intake.import', source, communityId, row);
        else await tx.insert(IntakeUnsorted, this.unsortedOf(context, source, district, row));
        return communityId ? 'created' : 'unsorted';
      });
    } catch (error) {
      // The same table, sent twice at once.
      if (error instanceof OutsideNumberTaken || isDuplicate(error)) return 'known';
      throw error;
    }
  }

  private unsortedOf({ who, now }: SignedIn, source: IntakeSource, districtCode: string, row: IntakeRow): IntakeUnsorted {
    const content = this.vault.seal('intake_unsorted.content', JSON.stringify(row));
    return { id: newId(now), districtCode, source, outsideNo: row.outsideNo, content, importedBy: who.accountId, importedAt: now };
  }

  /**
   * The numbers that came before, as rows that wait or as complaints. In this order: a row that somebody sorts right now is found as the one or as the
   * other.
   */
  private async before(manager: EntityManager, source: IntakeSource, rows: readonly IntakeRow[]): Promise<Set<string>> {
    const numbers = rows.map(({ outsideNo }) => outsideNo);
    const known = new Set<string>();
    for (let at = 0; at < numbers.length; at += 200) {
      const waiting = await manager.findBy(IntakeUnsorted, { source, outsideNo: In(numbers.slice(at, at + 200)) });
      for (const { outsideNo } of waiting) known.add(outsideNo);
    }
    for (const number of await this.numbers.known(manager, source, numbers)) known.add(number);
    return known;
  }

  /** Two tables at once may bring one number as a complaint and as a row that waits: the row names people and serves nobody. */
  private async tidy(source: IntakeSource, districtCode: string): Promise<void> {
    const { manager } = this.database;
    const waiting = await manager.find(IntakeUnsorted, { select: { outsideNo: true }, where: { source, districtCode } });
    const known = [
      ...(await this.numbers.known(
        manager,
        source,
        waiting.map(({ outsideNo }) => outsideNo),
      )),
    ];
    for (let at = 0; at < known.length; at += 200) await manager.delete(IntakeUnsorted, { source, districtCode, outsideNo: In(known.slice(at, at + 200)) });
  }

  /** The district's communities by their names; a name that two share is nobody's. */
  private async placesOf(manager: EntityManager, district: string): Promise<Map<string, string | undefined>> {
    const places = new Map<string, string | undefined>();
    for (const { id, name } of await this.communities.ofDistrict(manager, district))
      places.set(communityKey(name), places.has(communityKey(name)) ? undefined : id);
    return places;
  }

  private async columnsOf(source: IntakeSource, district: string): Promise<MappingBody['columns']> {
    return (await this.database.manager.findOneBy(IntakeMapping, { id: `${source}:${district}` }))?.columns ?? {};
  }
}
