import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** What someone said on complaints of others is found when they want it erased. */
export class EventAccount1763700000054 implements MigrationInterface {
  readonly name = 'EventAccount1763700000054';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('complaint_event', new TableIndex({ name: 'complaint_event_by_account', columnNames: ['account_id', 'role'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint_event', 'complaint_event_by_account');
  }
}
