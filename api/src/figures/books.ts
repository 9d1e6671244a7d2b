import { Injectable } from '@nestjs/common';
import {
  basisWords,
  type Counts,
  definitions,
  type FiguresBy,
  type FiguresReport,
  type FiguresRow,
  type figuresRoutes,
  type FiguresView,
  measureNames,
  measures,
  minutesWords,
  monthWords,
  type Rate,
  rateNames,
  rateParts,
  reportDefinitions,
  reportOf,
  type ReportRow,
  ratesOf,
} from '@wuye/shared/figures';
import { formatLegalDate } from '@wuye/shared/calendar';
import type { InputOf } from '@wuye/shared/kit';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { NOTE_COLUMNS, type OutBook, type OutCell, type OutColumn, type OutRow, type OutSheet } from '../platform/sheet/index.js';
import { Policies } from '../policy/index.js';
import { Figures } from './figures.js';
import { Reports } from './reports.js';

const RATES = Object.keys(rateNames) as Rate[];
const BY: Readonly<Record<FiguresBy, string>> = { community: '小区', company: '企业', district: '区（县）', month: '月份' };
const stretchWords = (from: string, to: string): string => (from === to ? monthWords(from) : `${monthWords(from)}至${monthWords(to)}`);

/** What is told in figures as workbooks: numbers as numbers, and how they are counted on a sheet beside them. */
@Injectable()
export class FiguresBooks {
  constructor(
    private readonly figures: Figures,
    private readonly reports: Reports,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly policies: Policies,
  ) {}

  async figuresBook(context: SignedIn, input: InputOf<typeof figuresRoutes.exportFigures>): Promise<OutBook | Problem> {
    const view = await this.figures.all(context, input.query);
    if (isProblem(view)) return view;
    const { from, to, by } = input.query;
    await this.record(context, `figures:${from}:${to}:${by}`);
    const { sources } = (await this.policies.rules(context.now)).policy;
    const title = `${stretchWords(view.from, view.to)}提交的诉求`;
    return {
      name: `诉求统计 ${stretchWords(view.from, view.to)}`,
      sheets: [tableOf(view, by, title), notes(title, context.now, definitions, sources.figures)],
    };
  }

  async reportBook(context: SignedIn, input: InputOf<typeof figuresRoutes.exportReport>): Promise<OutBook | Problem> {
    const report = await this.reports.read(context, input);
    if (isProblem(report)) return report;
    await this.record(context, `report:${report.kind}:${report.from}`);
    const { sources } = (await this.policies.rules(context.now)).policy;
    const { title } = reportOf(report.kind, report.from, context.now.getTime());
    return { name: title, sheets: [reportTable(report, title), notes(title, context.now, [...reportDefinitions, ...definitions], sources.reports)] };
  }

  private record(context: SignedIn, subject: string): Promise<void> {
    return this.database.transaction((tx) => this.audit.record(tx, context, 'figures.export', subject));
  }
}

const notes = (title: string, now: Date, words: typeof definitions, source: string): OutSheet => ({
  name: '说明',
  title,
  columns: NOTE_COLUMNS,
  rows: [
    ['内容', title],
    ['统计于', formatLegalDate(now.getTime())],
    ...words.map((each): OutRow => [each.name, each.words]),
    ...(source ? [['依据', basisWords(source)]] : []),
  ],
});

const counted = (names: readonly string[]): OutColumn[] => names.map((name) => ({ name, width: 12 }));

/** A rate's percentage, and the numbers that it is made of. */
const rateCells = (counts: Counts, rate: Rate): OutCell[] => [{ share: ratesOf(counts)[rate] }, ...rateParts[rate].map((measure) => counts[measure])];
const rateHeads = (rate: Rate): string[] => [
  rateNames[rate],
  ...rateParts[rate].map((measure, at) => `${rateNames[rate]}：${at ? '共' : ''}${measureNames[measure]}`),
];

function tableOf(view: FiguresView, by: FiguresBy, title: string): OutSheet {
  const cells = (name: string, { counts, medians }: FiguresRow): OutRow => [
    name,
    ...measures.map((measure) => counts[measure]),
    ...RATES.map((rate) => ({ share: ratesOf(counts)[rate] })),
    ...[medians.respond, medians.close].flatMap((minutes) => [minutes, minutesWords(minutes)]),
  ];
  const medians = ['首次响应用时中位数', '办结用时中位数'].flatMap((name) => [`${name}（分钟）`, name]);
  return {
    name: `按${BY[by]}`,
    title,
    columns: [
      { name: BY[by], width: 26 },
      ...counted([...measures.map((measure) => measureNames[measure]), ...RATES.map((rate) => rateNames[rate])]),
      ...counted(medians),
    ],
    rows: [...view.rows.map((row) => cells(by === 'month' ? monthWords(row.id) : row.name, row)), cells('合计', view)],
  };
}

function reportTable({ kind, rows, counts }: FiguresReport, title: string): OutSheet {
  const quarter = kind === 'quarter';
  const use = (row: Pick<ReportRow, 'active' | 'projects'>): OutCell[] => (quarter ? [row.active, row.projects] : []);
  const cells = (of: Counts): OutCell[] => [
    of.cases,
    of.responded,
    of.closed,
    ...rateCells(of, 'response'),
    ...rateCells(of, 'resolution'),
    ...rateCells(of, 'satisfaction'),
  ];
  const sum = (part: 'active' | 'projects') => rows.reduce((total, row) => total + row[part], 0);
  const whose: OutColumn[] = quarter
    ? [{ name: '区（县）', width: 18 }, ...counted(['使用项目', '登记项目'])]
    : [
        { name: '物业项目', width: 22 },
        { name: '物业服务企业', width: 28 },
        { name: '区（县）', width: 12 },
      ];
  return {
    name: quarter ? '季度通报' : '月度通报',
    title,
    columns: [
      { name: '名次', width: 8 },
      ...whose,
      ...counted([measureNames.cases, measureNames.responded, measureNames.closed]),
      ...counted((['response', 'resolution', 'satisfaction'] as const).flatMap(rateHeads)),
    ],
    rows: [
      ...rows.map((row, at): OutRow => [
        row.counts.cases > 0 ? at + 1 : null,
        row.name,
        ...(quarter ? [] : [row.companyName, row.districtName]),
        ...use(row),
        ...cells(row.counts),
      ]),
      [null, '合计', ...(quarter ? [] : [null, null]), ...use({ active: sum('active'), projects: sum('projects') }), ...cells(counts)],
    ],
  };
}
