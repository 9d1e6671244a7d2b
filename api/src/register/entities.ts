import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, IdColumn, IndexHashColumn, InstantColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** `failed`: nobody answered for as long as we ask. */
export type QueryState = 'waiting' | 'asking' | 'answered' | 'failed';

/** Someone who waits for the register's answer. Its id is the place in the queue. */
@Entity('register_query')
@Index('register_query_due', ['state', 'dueAt'])
@Index('register_query_place', ['state', 'id'])
@Index('register_query_by_subject', ['subjectId', 'id'])
@Index('register_query_by_lease', ['leaseOwner'])
@Index('register_query_by_age', ['createdAt'])
export class RegisterQuery {
  @IdColumn() id!: string;
  /** Whose question it is, in the words of who asked: a binding application. */
  @RefColumn() subjectId!: string;
  /** Name and number, until the answer is there. */
  @SealedColumn({ nullable: true }) person!: string | null;
  @TextColumn(16) state!: QueryState;
  @TextColumn(26, { nullable: true }) leaseOwner!: string | null;
  @CountColumn() attempts!: number;
  /** Waiting: not asked before. Asking: until then it is the lease's holder's. */
  @InstantColumn() dueAt!: Date;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) answeredAt!: Date | null;
  /** How many titles the register holds. */
  @CountColumn({ nullable: true }) titles!: number | null;
  /** The last fault's code. */
  @TextColumn(64, { nullable: true }) error!: string | null;
}

/** What the instances share about the register: when the next question may go, who reads its changes, and how far they are read. */
@Entity('register_turn')
export class RegisterTurn {
  @PrimaryColumn('varchar', { length: 32 }) name!: string;
  @InstantColumn() dueAt!: Date;
  @TextColumn(26, { nullable: true }) leaseOwner!: string | null;
  @TextColumn(200, { nullable: true }) note!: string | null;
}

/** Why a title moved, as far as the register says. */
export type MoveKind = 'sale' | 'inheritance' | 'divorce' | 'gift' | 'correction' | 'import' | 'other';

/** A house whose owners are others than before. */
@Entity('title_change')
@Index('title_change_once', ['source', 'houseId'], { unique: true })
@Index('title_change_due', ['state', 'dueAt'])
@Index('title_change_by_lease', ['leaseOwner'])
@Index('title_change_by_age', ['createdAt'])
export class TitleChange {
  @IdColumn() id!: string;
  /** `import:<id>` or `register:<number of the change>`: told twice, it is one change. */
  @TextColumn(80) source!: string;
  @RefColumn() houseId!: string;
  @TextColumn(16) kind!: MoveKind;
  /** The owners from now on, where the register told them with the change; else they stand in the title table. */
  @SealedColumn({ nullable: true }) owners!: string | null;
  @TextColumn(16) state!: 'waiting' | 'working' | 'done';
  @TextColumn(26, { nullable: true }) leaseOwner!: string | null;
  @CountColumn() attempts!: number;
  @InstantColumn() dueAt!: Date;
  @InstantColumn() createdAt!: Date;
}

/** A table of the register that was taken in. */
@Entity('register_import')
export class RegisterImport {
  @IdColumn() id!: string;
  /** SHA-256 of the file. */
  @TextColumn(64) digest!: string;
  @TextColumn(16) scope!: 'houses' | 'whole';
  @CountColumn() rowCount!: number;
  /** Rows whose house the base data lacks. */
  @CountColumn() unplaced!: number;
  /** Houses whose owners are others than before. */
  @CountColumn() moved!: number;
  @InstantColumn() importedAt!: Date;
}

/** A row on its way in: nobody reads it before all of its file is sound. */
@Entity('title_staging')
@Index('title_staging_by_house', ['importId', 'houseId', 'idNumberHash'])
@Index('title_staging_by_place', ['importId', 'place', 'idNumberHash'])
export class TitleStaging {
  @IdColumn() id!: string;
  @RefColumn() importId!: string;
  @CountColumn() line!: number;
  @RefColumn({ nullable: true }) houseId!: string | null;
  @TextColumn(200) place!: string;
  @SealedColumn() ownerName!: string;
  @IndexHashColumn() ownerNameHash!: string;
  @TextColumn(24) idType!: string;
  @SealedColumn() idNumber!: string;
  @IndexHashColumn() idNumberHash!: string;
  @InstantColumn() registeredAt!: Date;
}
