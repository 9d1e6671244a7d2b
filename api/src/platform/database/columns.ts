import { Column, PrimaryColumn } from 'typeorm';

/**
 * Portable columns: the same types on SQLite and MySQL, so one list of migrations and one set of entities serve both.
 * Instants are datetime(3) in UTC, set by the application; money is integer fen and area integer 0.01 m².
 */

/** Primary key: an app-made, time-ordered ULID. */
export const IdColumn = () => PrimaryColumn('varchar', { length: 26 });

/** Id of another row. */
export const RefColumn = (options: { nullable?: boolean } = {}) => Column('varchar', { length: 26, ...options });

/** Short text of at most `length` characters. */
export const TextColumn = (length: number, options: { nullable?: boolean; default?: string } = {}) => Column('varchar', { length, ...options });

/** A column that carries the id of one of DATA_KEYS. */
export interface KeyedColumn {
  readonly entity: object;
  readonly property: string;
  readonly kind: 'sealed' | 'hash';
}

const keyed: KeyedColumn[] = [];

/** Every sealed or hashed column that was declared: what a change of keys has to go through. */
export const keyedColumns: readonly KeyedColumn[] = keyed;

const keyedColumn =
  (kind: KeyedColumn['kind'], column: PropertyDecorator): PropertyDecorator =>
  (target, property) => {
    keyed.push({ entity: target.constructor, property: String(property), kind });
    column(target, property);
  };

/** Personal data, sealed by the vault; never searched. */
export const SealedColumn = (options: { nullable?: boolean } = {}) => keyedColumn('sealed', Column('text', options));

/** Keyed hash of personal data, for looking it up. */
export const IndexHashColumn = (options: { nullable?: boolean } = {}) => keyedColumn('hash', Column('varchar', { length: 64, ...options }));

/** An instant in UTC with milliseconds. */
export const InstantColumn = (options: { nullable?: boolean; default?: string } = {}) => Column('datetime', { precision: 3, ...options });

/** A whole number below 2^31. */
export const CountColumn = (options: { nullable?: boolean; default?: number } = {}) => Column('integer', options);

/** Yes or no. */
export const FlagColumn = () => Column('boolean', { default: false });

/** A small document, as JSON text. */
export const JsonColumn = (options: { nullable?: boolean } = {}) => Column('simple-json', options);
