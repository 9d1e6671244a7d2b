import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { DAY, formatTemplateTime, instantAt } from '@wuye/shared/calendar';
import { closingReasonNames, type ComplaintState, isOpen } from '@wuye/shared/complaint';
import { ANSWER_DAYS, type AnswersQuery, type IntakeSource } from '@wuye/shared/intake';
import { Communities } from '../community/index.js';
import { type Asked, type Outcome, OutsideNumbers } from '../complaint/index.js';
import { Audit } from '../platform/audit/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Arriving } from './arriving.js';
import { IntakeExport } from './entities.js';

const HEAD = ['外部编号', '平台编号', '小区', '办理状态', '收到时间', '响应时间', '办结时间', '未解决原因', '办理结果'];

const stateWord = (state: ComplaintState): string => (state === 'withdrawn' ? '已撤回' : isOpen(state) ? '办理中' : '已办结');

/** What was under way when the last export was read may have been stored after it: so much of the time before comes again. */
const UNDER_WAY = 60_000;

/** Answers for where the complaints came from, by the numbers that are known there. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly numbers: OutsideNumbers,
    private readonly communities: Communities,
    private readonly audit: Audit,
    private readonly arriving: Arriving,
  ) {}

  /** Of the days that are asked for; else what moved on since the last time, in each district since its own. */
  async csv(context: SignedIn, source: IntakeSource, query: AnswersQuery): Promise<AsyncGenerator<string> | Problem> {
    const { manager } = this.database;
    const reach = await this.arriving.reach(manager, context, 'intake.import');
    if (isProblem(reach)) return reach;
    const districts = await this.arriving.districts(manager, reach);
    const period = { ...(query.from !== undefined && { from: query.from }), ...(query.until !== undefined && { until: query.until }) };
    await this.database.transaction((tx) => this.audit.record(tx, context, 'intake.answers', `${source}:${reach.home}`, period));
    return this.lines(context, await this.asked(context.now, source, districts, query));
  }

  private async asked(now: Date, source: IntakeSource, districts: readonly string[], { from, until }: AnswersQuery): Promise<Asked[]> {
    if (from !== undefined && until !== undefined) {
      const days = { from: new Date(instantAt(from)), until: new Date(instantAt(until) + DAY) };
      return districts.map((districtCode) => ({ source, districtCode, ...days, movedSince: null }));
    }
    const marks = await this.database.manager.findBy(IntakeExport, { id: In(districts.map((code) => idOf(source, code))) });
    const last = new Map(marks.map(({ id, exportedAt }) => [id, new Date(exportedAt.getTime() - UNDER_WAY)]));
    const first = new Date(now.getTime() - ANSWER_DAYS * DAY);
    return districts.map((code) => ({
      source,
      districtCode: code,
      from: first,
      until: new Date(now.getTime() + 1),
      movedSince: last.get(idOf(source, code)) ?? first,
    }));
  }

  /** That it was taken is noted once its last line is written: what broke off on the way comes again. */
  private async *lines(context: SignedIn, asked: readonly Asked[]): AsyncGenerator<string> {
    yield BOM + csvLine(HEAD);
    for (const each of asked) {
      for await (const page of this.numbers.outcomes(this.database.manager, each)) {
        const names = await this.communities.names(this.database.manager, [...new Set(page.map(({ complaint }) => complaint.communityId))]);
        yield page.map((one) => csvLine(lineOf(one, names.get(one.complaint.communityId) ?? ''))).join('');
      }
    }
    const marks = asked.filter(({ movedSince }) => movedSince !== null).map(({ source, districtCode }) => ({ id: idOf(source, districtCode) }));
    if (marks.length === 0) return;
    const rows = marks.map(({ id }) => ({ id, exportedAt: context.now, exportedBy: context.who.accountId }));
    const insert = this.database.manager.createQueryBuilder().insert().into(IntakeExport).values(rows);
    await insert.orUpdate(['exported_at', 'exported_by'], ['id']).updateEntity(false).execute();
  }
}

const idOf = (source: Asked['source'], districtCode: string): string => `${source}:${districtCode}`;

const at = (time: Date | null): string => (time ? formatTemplateTime(time.getTime()) : '');

function lineOf({ complaint, words }: Outcome, community: string): string[] {
  const { outsideNo, no, state, submittedAt, respondedAt, closedAt, closingReason } = complaint;
  const reason = closingReason ? closingReasonNames[closingReason] : '';
  return [outsideNo ?? '', no, community, stateWord(state), at(submittedAt), at(respondedAt), at(closedAt), reason, isOpen(state) ? '' : words];
}
