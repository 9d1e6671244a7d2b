import { Injectable, Logger } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { type ImportReport, type IntakeRow, type IntakeSource } from '@wuye/shared/intake';
import { Communities } from '../community/index.js';
import { OutsideNumbers, OutsideNumberTaken } from '../complaint/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { safeError } from '../platform/log/index.js';
import { IntakeUnsorted } from './entities.js';
import { Arriving } from './arriving.js';
import { Mappings } from './mappings.js';
import { Places, type Reach, reaches, type Whither } from './reach.js';
import { readSheet, type Sheet } from './sheet.js';

const CHUNK = 200;
/** So many rows one after the other that could not be stored: the rest would not be, either. */
const MOST_FAILED = 3;
const NOT_STORED = { column: '整行', why: '没有存进去，请再导入一次' } as const;

type Became = 'created' | 'known' | 'unsorted' | 'elsewhere' | 'failed';
type Waiting = Pick<IntakeUnsorted, 'id' | 'districtCode'>;

/** A table on its way in. */
interface Taking {
  readonly source: IntakeSource;
  readonly reach: Reach;
  readonly places: Places;
  /** Numbers that are complaints, and those that wait with where they do. */
  readonly known: Set<string>;
  readonly waiting: ReadonlyMap<string, Waiting>;
}

/** An instance that is killed on the way leaves the entry of its beginning; what went in is known by its number the next time. */
function reportOf(sheet: Sheet): ImportReport {
  const none = { created: 0, known: 0, unsorted: 0, elsewhere: 0 };
  return { rows: sheet.rows.length + sheet.faults.length, ...none, faults: [...sheet.faults], notes: [], stoppedAt: null };
}

/**
 * Tables of 12345 and 信访 (成住建发〔2023〕62号 二(三) “建立数据共享机制”). A row is known by its number there: what came before changes nothing.
 * Each row is a transaction of its own, so that one that can't be taken keeps no other back, and the report tells of each.
 */
@Injectable()
export class Batches {
  private readonly log = new Logger('intake');

  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly numbers: OutsideNumbers,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly arriving: Arriving,
    private readonly mappings: Mappings,
  ) {}

  /** Asked before a file is read. */
  refuses(context: SignedIn): Promise<Problem | null> {
    return this.access.refusesEverywhere(this.database.manager, context, 'intake.import');
  }

  /** Takes a table in; a second time it changes nothing. It is in the audit log before its first row. */
  async take(context: SignedIn, source: IntakeSource, bytes: Buffer): Promise<ImportReport | Problem> {
    const { manager } = this.database;
    const reach = await this.arriving.reach(manager, context, 'intake.import');
    if (isProblem(reach)) return reach;
    const sheet = await readSheet(bytes, await this.mappings.columnsOf(manager, source, reach));
    if (isProblem(sheet)) return sheet;
    const subject = `${source}:${reach.home}`;
    await this.record(context, 'intake.import', subject, { rows: sheet.rows.length + sheet.faults.length });
    const report = reportOf(sheet);
    const failed = await this.enterAll(context, await this.begin(manager, source, reach, sheet), sheet, report);
    const { created, known, unsorted, elsewhere, stoppedAt } = report;
    await this.record(context, 'intake.imported', subject, { created, known, unsorted, elsewhere, failed, ...(stoppedAt !== null && { stoppedAt }) });
    return report;
  }

  private async begin(manager: EntityManager, source: IntakeSource, reach: Reach, { rows }: Sheet): Promise<Taking> {
    const before = await this.before(
      manager,
      source,
      rows.map(({ row }) => row.outsideNo),
    );
    return { source, reach, places: new Places(await this.communities.everywhere(manager), reach), ...before };
  }

  private record(context: SignedIn, action: string, subject: string, detail: Record<string, number>): Promise<void> {
    const words = Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, String(value)]));
    return this.database.transaction((tx) => this.audit.record(tx, context, action, subject, words));
  }

  /** How many could not be stored. */
  private async enterAll(context: SignedIn, taking: Taking, { rows }: Sheet, report: ImportReport): Promise<number> {
    let [failed, inRow] = [0, 0];
    for (const { line, row, notes } of rows) {
      const became = await this.enter(context, taking, row);
      inRow = became === 'failed' ? inRow + 1 : 0;
      if (became === 'failed') {
        failed += 1;
        report.faults.push({ line, ...NOT_STORED });
        if (inRow < MOST_FAILED) continue;
        report.stoppedAt = line;
        return failed;
      }
      report[became] += 1;
      if (became !== 'known') report.notes.push(...notes.map((note) => ({ line, ...note })));
      taking.known.add(row.outsideNo);
    }
    await this.tidy(taking, rows);
    return failed;
  }

  private async enter(context: SignedIn, taking: Taking, row: IntakeRow): Promise<Became> {
    if (taking.known.has(row.outsideNo)) return 'known';
    const whither = taking.places.whither(row.community);
    try {
      return await this.database.transaction((tx) => this.write(tx, context, taking, row, whither));
    } catch (error) {
      // The same table, sent twice at once.
      if (error instanceof OutsideNumberTaken || isDuplicate(error)) return 'known';
      this.log.error({ err: safeError(error), requestId: context.requestId });
      return 'failed';
    }
  }

  /** A row that waits already is taken out of its list by who has its community, and moved by who knows whose list is the right one. */
  private async write(tx: EntityManager, context: SignedIn, { source, reach, waiting }: Taking, row: IntakeRow, whither: Whither): Promise<Became> {
    const waits = waiting.get(row.outsideNo);
    if ('communityId' in whither) {
      if (waits && (await tx.delete(IntakeUnsorted, { id: waits.id })).affected !== 1) return 'known';
      await this.arriving.receive(tx, context, 'intake.import', source, whither.communityId, row);
      return 'created';
    }
    const { districtCode } = whither;
    const became = reaches(reach, districtCode) || districtCode === reach.home ? 'unsorted' : 'elsewhere';
    if (!waits) await tx.insert(IntakeUnsorted, this.unsortedOf(context, source, districtCode, row));
    else if (became === 'unsorted' || !reaches(reach, waits.districtCode)) return 'known';
    else if ((await tx.update(IntakeUnsorted, { id: waits.id, districtCode: waits.districtCode }, { districtCode })).affected !== 1) return 'known';
    return became;
  }

  private unsortedOf({ who, now }: SignedIn, source: IntakeSource, districtCode: string, row: IntakeRow): IntakeUnsorted {
    const content = this.vault.seal('intake_unsorted.content', JSON.stringify(row));
    return { id: newId(now), districtCode, source, outsideNo: row.outsideNo, content, importedBy: who.accountId, importedAt: now };
  }

  /**
   * The numbers that came before, as rows that wait or as complaints. In this order: a row that somebody sorts right now is found as the one or as the
   * other.
   */
  private async before(manager: EntityManager, source: IntakeSource, numbers: readonly string[]): Promise<Pick<Taking, 'known' | 'waiting'>> {
    const waiting = new Map<string, Waiting>();
    const select = { id: true, outsideNo: true, districtCode: true };
    for (let at = 0; at < numbers.length; at += CHUNK) {
      const rows = await manager.find(IntakeUnsorted, { select, where: { source, outsideNo: In(numbers.slice(at, at + CHUNK)) } });
      for (const { id, outsideNo, districtCode } of rows) waiting.set(outsideNo, { id, districtCode });
    }
    return { waiting, known: await this.numbers.known(manager, source, numbers) };
  }

  /** Two tables at once may bring one number as a complaint and as a row that waits: the row names people and serves nobody. */
  private async tidy({ source, reach }: Taking, rows: Sheet['rows']): Promise<void> {
    const { manager } = this.database;
    const lists = [...new Set([reach.home, ...reach.districts])];
    const own = await manager.find(IntakeUnsorted, { select: { outsideNo: true }, where: { source, districtCode: In(lists) } });
    const numbers = new Set([...own.map(({ outsideNo }) => outsideNo), ...rows.map(({ row }) => row.outsideNo)]);
    const known = [...(await this.numbers.known(manager, source, [...numbers]))];
    for (let at = 0; at < known.length; at += CHUNK) await manager.delete(IntakeUnsorted, { source, outsideNo: In(known.slice(at, at + CHUNK)) });
  }
}
