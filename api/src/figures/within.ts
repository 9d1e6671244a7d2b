import type { FiguresBy } from '@wuye/shared/figures';
import type { ScopeType } from '@wuye/shared/kit';

/** The columns that say whose a figure is, the finest first. */
export const COLUMNS = ['community_id', 'company_id', 'district_code'] as const;
export type Column = (typeof COLUMNS)[number];

/** Whose figures: a column with the values that it may have. */
export interface Of {
  readonly column: Column;
  readonly values: readonly string[];
}

/** What a reader may see of what was asked for: all groups hold, and of each group at least one. None at all is everything. */
export type Within = readonly (readonly Of[])[];

export const GROUPS = { community: 'community_id', company: 'company_id', district: 'district_code', month: 'month' } as const satisfies Record<
  FiguresBy,
  string
>;

export const communityOf = (id: string): Within => [[{ column: 'community_id', values: [id] }]];

/** Of these rows alone; a month is no column of whose a figure is, and rows of months are told apart by their stretch. */
export const rowsWithin = (within: Within, by: FiguresBy, ids: readonly string[]): Within =>
  by === 'month' ? within : [...within, [{ column: GROUPS[by], values: ids }]];

/** How a table calls the columns. */
export type Names = Readonly<Partial<Record<Column, string>>>;

/** A piece of a statement with its values. */
export interface Piece {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** As a condition of a statement. */
export function conditionOf(within: Within, names: Names): Piece {
  const said = ({ column, values }: Of): string => (values.length === 0 ? '1 = 0' : `${names[column] ?? column} IN (${values.map(() => '?').join(', ')})`);
  return {
    sql: within.map((group) => `(${group.map(said).join(' OR ')})`).join(' AND ') || '1 = 1',
    parameters: within.flat().flatMap(({ values }) => values),
  };
}

/** The spread that tells these apart: one for each place, one for each company in each district, one for each district, one of the city. */
export interface Spread {
  readonly scope: Extract<ScopeType, 'community' | 'company' | 'district' | 'city'>;
  readonly names: Names;
}

const SPREADS: readonly (Spread & { readonly by: Column })[] = [
  { by: 'community_id', scope: 'community', names: { community_id: 'scope_id' } },
  { by: 'company_id', scope: 'company', names: { company_id: 'scope_id' } },
  { by: 'district_code', scope: 'district', names: { district_code: 'scope_id' } },
];

/** The coarsest spread that knows every column which is asked about: it has the fewest rows. */
export function spreadFor(within: Within, group: Column | null): Spread {
  const asked = new Set([...within.flat().map(({ column }) => column), group]);
  return SPREADS.find(({ by }) => asked.has(by)) ?? { scope: 'city', names: {} };
}
