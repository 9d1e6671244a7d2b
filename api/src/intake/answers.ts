import { Injectable } from '@nestjs/common';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { closingReasonNames, type ComplaintState, isOpen } from '@wuye/shared/complaint';
import type { IntakeSource } from '@wuye/shared/intake';
import { Communities } from '../community/index.js';
import { type Outcome, OutsideNumbers } from '../complaint/index.js';
import { Audit } from '../platform/audit/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Arriving } from './arriving.js';

const HEAD = ['外部编号', '平台编号', '小区', '办理状态', '收到时间', '响应时间', '办结时间', '未解决原因', '办理结果'];

const stateWord = (state: ComplaintState): string => (state === 'withdrawn' ? '已撤回' : isOpen(state) ? '办理中' : '已办结');

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

  async csv(context: SignedIn, source: IntakeSource): Promise<string | Problem> {
    const { manager } = this.database;
    const district = await this.arriving.district(manager, context, 'intake.import');
    if (isProblem(district)) return district;
    const outcomes = await this.numbers.outcomes(manager, source, district);
    const names = await this.communities.names(manager, [...new Set(outcomes.map(({ complaint }) => complaint.communityId))]);
    await this.database.transaction((tx) => this.audit.record(tx, context, 'intake.answers', `${source}:${district}`, { rows: String(outcomes.length) }));
    return BOM + csvLine(HEAD) + outcomes.map((one) => csvLine(lineOf(one, names.get(one.complaint.communityId) ?? ''))).join('');
  }
}

const at = (time: Date | null): string => (time ? formatTemplateTime(time.getTime()) : '');

function lineOf({ complaint, words }: Outcome, community: string): string[] {
  const { outsideNo, no, state, submittedAt, respondedAt, closedAt, closingReason } = complaint;
  const reason = closingReason ? closingReasonNames[closingReason] : '';
  return [outsideNo ?? '', no, community, stateWord(state), at(submittedAt), at(respondedAt), at(closedAt), reason, isOpen(state) ? '' : words];
}
