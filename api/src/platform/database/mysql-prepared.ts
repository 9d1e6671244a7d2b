import { type DataSource, QueryFailedError, QueryResult, type QueryRunner, type ReplicationMode } from 'typeorm';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';

type Answer = (error: Error | null, result: unknown) => void;

/** What is used here of a mysql2 connection. */
interface Connection {
  query(sql: string, answer: Answer): void;
  execute(sql: string, values: readonly unknown[], answer: Answer): void;
}

/** Statements that a connection keeps prepared; those asked for least recently go. */
export const PREPARED_STATEMENTS = 250;
/** Larger ones load data: they come once, and keeping them would push out what every request needs. */
const MOST_VALUES = 500;

/** The text protocol escapes an undefined value as NULL; the binary one refuses it. */
const bound = (value: unknown): unknown => (value === undefined ? null : value);

function run(connection: Connection, sql: string, values: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer: Answer = (error, result) => (error ? reject(error) : resolve(result));
    if (values.length === 0) connection.query(sql, answer);
    else connection.execute(sql, values.map(bound), answer);
  });
}

/**
 * What every connection is told first. A conditional update has to see what was committed while it waited, and to lock no more than it
 * changes, whatever the server's own setting. And of the rows that a list shows the planner is not to gather all by two indexes and sort
 * them: read in the order of one, it ends with the page.
 */
const FIRST = ['SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', "SET SESSION optimizer_switch = 'index_merge_intersection=off'"];
const told = new WeakSet<object>();

async function tell(connection: Connection): Promise<void> {
  if (told.has(connection)) return;
  for (const sql of FIRST) await run(connection, sql, []);
  told.add(connection);
}

function structuredResult(raw: unknown): QueryResult {
  const result = new QueryResult();
  result.raw = raw;
  if (Array.isArray(raw)) result.records = raw;
  const { affectedRows } = (raw ?? {}) as { affectedRows?: number };
  if (affectedRows !== undefined) result.affected = affectedRows;
  return result;
}

/**
 * TypeORM's runner, but for how a statement travels: values go beside the text, so the server parses and plans a statement
 * once a connection and not once a request (docs/performance.md has what that gives).
 * TypeORM's query log and its query subscribers are passed over; we use neither.
 */
class PreparedRunner extends MysqlQueryRunner {
  override async connect(): Promise<Connection> {
    const connection = (await super.connect()) as Connection;
    await tell(connection);
    return connection;
  }

  override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<unknown> {
    if (this.isReleased || parameters.length > MOST_VALUES) return super.query(sql, parameters, structured);
    const connection = await this.connect();
    try {
      const raw = await run(connection, sql, parameters);
      return structured ? structuredResult(raw) : raw;
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    }
  }
}

/** Gives a MySQL data source runners that prepare their statements. Call it before `initialize()`. */
export function prepareOnMysql(dataSource: DataSource): void {
  const driver = dataSource.driver as unknown as { createQueryRunner(mode: ReplicationMode): QueryRunner };
  driver.createQueryRunner = (mode) => new PreparedRunner(driver as never, mode) as QueryRunner;
}
