import { Injectable } from '@nestjs/common';
import { complaintCategoryNames, ratingNames } from '@wuye/shared/complaint';
import { definitions, minutesWords, monthWords, type Rate, rateNames, rateWords } from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { ledgerFlagNames, type ledgerRoutes, type LedgerRow, ledgerStateNames, type LedgerView } from '@wuye/shared/ledger';
import { complaintClassNames } from '@wuye/shared/policy';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { NOTE_COLUMNS, type OutBook, type OutColumn, type OutRow } from '../platform/sheet/index.js';
import { LedgerViews } from './views.js';

const COLUMNS: readonly OutColumn[] = [
  { name: '编号', width: 17 },
  { name: '提交时间', width: 17 },
  { name: '补入', width: 8 },
  { name: '分类', width: 12 },
  { name: '标题', width: 22 },
  { name: '处理分类', width: 16 },
  { name: '重大/群体/反复', width: 16 },
  { name: '结果', width: 20 },
  { name: '是否超时', width: 10 },
  { name: '评价', width: 12 },
  { name: '原因', width: 36 },
  { name: '整改', width: 36 },
];

/** The ledger as a workbook: its rows, and beside them the month's figures and how they are counted. */
@Injectable()
export class LedgerTable {
  constructor(
    private readonly views: LedgerViews,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async export(context: SignedIn, input: InputOf<typeof ledgerRoutes.exportLedger>): Promise<OutBook | Problem> {
    const view = await this.views.read(context, input);
    if (isProblem(view)) return view;
    await this.database.transaction((tx) => this.audit.record(tx, context, 'ledger.export', `ledger:${view.month}:${view.communityId}`));
    const title = `${view.communityName}${monthWords(view.month)}问题台账`;
    return {
      name: title,
      sheets: [
        { name: `${monthWords(view.month)}台账`, title: `${title}（${ledgerStateNames[view.state]}）`, columns: COLUMNS, rows: view.rows.map(rowOf) },
        { name: '说明', title, columns: NOTE_COLUMNS, rows: notesOf(view) },
      ],
    };
  }
}

function rowOf({ no, submittedAt, carried, category, title, class: kind, flags, result, overdue, rating, note }: LedgerRow): OutRow {
  return [
    no,
    new Date(submittedAt),
    carried ? '是' : null,
    complaintCategoryNames[category],
    title,
    kind && complaintClassNames[kind],
    flags.map((flag) => ledgerFlagNames[flag]).join('、') || null,
    result,
    overdue ? '是' : '否',
    rating && ratingNames[rating],
    note?.cause ?? null,
    note?.remedy ?? null,
  ];
}

function notesOf({ communityName, companyName, districtName, month, state, signedAt, figures: { counts, medians } }: LedgerView): OutRow[] {
  const rates = (Object.keys(rateNames) as Rate[]).map((rate): OutRow => {
    const { percent, fraction } = rateWords(counts, rate);
    return [rateNames[rate], `${percent}（${fraction}）`];
  });
  return [
    ['小区', communityName],
    ['物业服务企业', companyName],
    ['区（县）', districtName],
    ['月份', monthWords(month)],
    ['复盘', ledgerStateNames[state]],
    ['签发时间', signedAt && new Date(signedAt)],
    ['收到', counts.cases],
    ['已办结', counts.closed],
    ...rates,
    ['用时中位数', `首次响应 ${minutesWords(medians.respond)}，办结 ${minutesWords(medians.close)}`],
    ['补入', '以前月份提交、那个月签发之后才成为重大、群体或反复的诉求。'],
    ...definitions.map(({ name, words }): OutRow => [`怎么算的：${name}`, words]),
  ];
}
