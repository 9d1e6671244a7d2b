import { Entity, Index } from 'typeorm';
import { CountColumn, IdColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** Whose and of which month a figure is: the community, company and district at submission, the month of submission in Shanghai. */
abstract class Scoped {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @RefColumn() companyId!: string;
  @TextColumn(6) districtCode!: string;
  /** `2026-11` */
  @TextColumn(7) month!: string;
  @TextColumn(16) measure!: string;
}

/** One change of one figure, written in the transaction that caused it: rows are only added here, so nobody waits for a counter. */
@Entity('figure_fact')
export class FigureFact extends Scoped {
  /** For times: how long, in the steps of `bucketOf`; 0 for counts. */
  @CountColumn() bucket!: number;
  @CountColumn() delta!: number;
}

/** The sum of the facts that were folded: one row a community, month and measure. */
@Entity('figure_tally')
@Index('figure_tally_once', ['communityId', 'month', 'companyId', 'districtCode', 'measure'], { unique: true })
@Index('figure_tally_by_month', ['month', 'districtCode', 'companyId', 'communityId', 'measure', 'n'])
@Index('figure_tally_by_company', ['companyId', 'month'])
export class FigureTally extends Scoped {
  @CountColumn() n!: number;
}

/**
 * How often a time took how long, per scope and month: what medians are read from. A community's rows tell its companies apart, a
 * company's its districts; what does not tell one apart is empty: a district's company, and all of the city's.
 */
@Entity('figure_spread')
@Index('figure_spread_once', ['scopeType', 'scopeId', 'month', 'measure', 'bucket', 'companyId', 'districtCode'], { unique: true })
@Index('figure_spread_cover', ['scopeType', 'scopeId', 'month', 'measure', 'bucket', 'companyId', 'districtCode', 'n'])
export class FigureSpread {
  @IdColumn() id!: string;
  @TextColumn(16) scopeType!: string;
  @RefColumn() scopeId!: string;
  @RefColumn() companyId!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(7) month!: string;
  @TextColumn(16) measure!: string;
  @CountColumn() bucket!: number;
  @CountColumn() n!: number;
}
