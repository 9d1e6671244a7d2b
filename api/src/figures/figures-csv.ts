import { Injectable } from '@nestjs/common';
import {
  type figuresRoutes,
  type FiguresView,
  measureNames,
  measures,
  minutesWords,
  monthWords,
  percentOf,
  rateNames,
  ratesOf,
  type Rate,
} from '@wuye/shared/figures';
import type { InputOf } from '@wuye/shared/kit';
import { Audit } from '../platform/audit/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Figures } from './figures.js';

const RATES = Object.keys(rateNames) as Rate[];
const BY = { community: '小区', company: '企业', district: '区（县）', month: '月份' } as const;

type Row = Pick<FiguresView, 'counts'>;

/** The figures of the page as a table that a spreadsheet program opens: the whole in its last line. */
@Injectable()
export class FiguresTable {
  constructor(
    private readonly figures: Figures,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async export(context: SignedIn, input: InputOf<typeof figuresRoutes.exportFigures>): Promise<string | Problem> {
    const view = await this.figures.read(context, input);
    if (isProblem(view)) return view;
    const { from, to, by } = input.query;
    await this.database.transaction((tx) => this.audit.record(tx, context, 'figures.export', `figures:${from}:${to}:${by}`));
    return tableOf(view, by);
  }
}

function tableOf(view: FiguresView, by: keyof typeof BY): string {
  const head = [BY[by], ...measures.map((measure) => measureNames[measure]), ...RATES.flatMap((rate) => [rateNames[rate], `${rateNames[rate]}（件数）`])];
  const medians = ['用时中位数', `首次响应 ${minutesWords(view.medians.respond)}`, `办结 ${minutesWords(view.medians.close)}`];
  return [
    BOM,
    csvLine([`${monthWords(view.from)}至${monthWords(view.to)}提交的诉求`]),
    csvLine(head),
    ...view.rows.map((row) => csvLine([by === 'month' ? monthWords(row.id) : row.name, ...fieldsOf(row)])),
    csvLine(['合计', ...fieldsOf(view)]),
    csvLine(medians),
  ].join('');
}

/** A fraction stands with its sign in words, for a spreadsheet program reads 3/4 as the third of April. */
function fieldsOf({ counts }: Row): string[] {
  const rates = ratesOf(counts);
  return [...measures.map((measure) => String(counts[measure])), ...RATES.flatMap((rate) => [percentOf(rates[rate]), rates[rate].join('／')])];
}
