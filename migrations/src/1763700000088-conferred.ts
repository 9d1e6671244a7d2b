import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the clock of a 部门会商 said while it had no name of its own. */
const SENTENCE = '{from} 区住建局召集部门会商，应在 {due} 前有结果。';
const RUNS = 'k.complaint_id = complaint.id AND k.met_at IS NULL AND k.void_at IS NULL';
const CONFERS = `EXISTS (SELECT 1 FROM complaint_clock k WHERE ${RUNS} AND k.clock = 'conferred')`;
/** The first end that presses the property. */
const PRESSES = `(SELECT MIN(k.due_at) FROM complaint_clock k WHERE ${RUNS} AND k.paused_at IS NULL AND k.clock <> 'conferred')`;
const NEVER = "'9999-12-31 00:00:00.000'";
/** What the city urges, and what came back from its owner, stands before all that has a deadline. */
const BY_DEADLINE = "sort_at > '1000-01-02 00:00:00.000'";

/** 部门会商 has a clock of its own: what was called while it shared that of a 督办 is no longer the property's, and a closing ends what it left running. */
export class Conferred1763700000088 implements MigrationInterface {
  readonly name = 'Conferred1763700000088';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE complaint_clock SET clock = 'conferred' WHERE clock = 'demanded' AND sentence = ?", [SENTENCE]);
    await runner.query(`UPDATE complaint SET due_at = ${PRESSES} WHERE is_open = 1 AND ${CONFERS}`);
    const at = `CASE WHEN due_at IS NULL THEN COALESCE(paused_until, ${NEVER}) WHEN paused_until < due_at THEN paused_until ELSE due_at END`;
    await runner.query(`UPDATE complaint SET sort_at = ${at} WHERE is_open = 1 AND ${BY_DEADLINE} AND ${CONFERS}`);
    const closedAt = '(SELECT q.closed_at FROM complaint q WHERE q.id = complaint_clock.complaint_id AND q.is_open = 0)';
    const left = "clock IN ('demanded', 'conferred') AND met_at IS NULL AND void_at IS NULL";
    await runner.query(`UPDATE complaint_clock SET void_at = ${closedAt}, next_at = NULL WHERE ${left} AND ${closedAt} IS NOT NULL`);
  }

  /** Behind every 督办 of its round, for the index knows a turn once. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE complaint_clock SET clock = 'demanded', turn = turn + 1000 WHERE clock = 'conferred'");
  }
}
