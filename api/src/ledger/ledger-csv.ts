import { Injectable } from '@nestjs/common';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { complaintCategoryNames, ratingNames } from '@wuye/shared/complaint';
import { monthWords, type Rate, rateNames, rateWords } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { ledgerFlagNames, type ledgerRoutes, type LedgerRow, ledgerStateNames, type LedgerView } from '@wuye/shared/ledger';
import { complaintClassNames } from '@wuye/shared/policy';
import { Audit } from '../platform/audit/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { LedgerViews } from './views.js';

const HEADER = ['编号', '提交时间', '分类', '标题', '处理分类', '重大/群体/反复', '结果', '是否超时', '评价', '原因', '整改'];

/** The ledger as a table that a spreadsheet program opens. */
@Injectable()
export class LedgerTable {
  constructor(
    private readonly views: LedgerViews,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async export(context: SignedIn, input: InputOf<typeof ledgerRoutes.exportLedger>): Promise<string | Problem> {
    const view = await this.views.read(context, input);
    if (isProblem(view)) return view;
    await this.database.transaction((tx) => this.audit.record(tx, context, 'ledger.export', `ledger:${view.month}:${view.communityId}`));
    return tableOf(view);
  }
}

function tableOf(view: LedgerView): string {
  const { counts } = view.figures;
  const rates = (Object.keys(rateNames) as Rate[]).map(
    (rate) => `${rateNames[rate]} ${rateWords(counts, rate).percent}（${rateWords(counts, rate).fraction}）`,
  );
  return [
    BOM,
    csvLine([`${view.communityName} ${monthWords(view.month)}小区问题台账`, view.companyName, ledgerStateNames[view.state]]),
    csvLine([`收到 ${counts.cases} 件`, `办结 ${counts.closed} 件`, ...rates]),
    csvLine(HEADER),
    ...view.rows.map((row) => csvLine(fieldsOf(row))),
  ].join('');
}

function fieldsOf({ no, submittedAt, category, title, class: kind, flags, result, overdue, rating, note }: LedgerRow): string[] {
  return [
    no,
    formatTemplateTime(Date.parse(submittedAt)),
    complaintCategoryNames[category],
    title,
    kind ? complaintClassNames[kind] : '',
    flags.map((flag) => ledgerFlagNames[flag]).join('、'),
    result,
    overdue ? '是' : '否',
    rating ? ratingNames[rating] : '',
    note?.cause ?? '',
    note?.remedy ?? '',
  ];
}
