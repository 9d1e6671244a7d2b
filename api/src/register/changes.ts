import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { placeKey } from '@wuye/shared/register';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate, newId, sqlInstant } from '../platform/database/index.js';
import { type MoveKind, RegisterTurn, TitleChange } from './entities.js';
import { Places } from './places.js';
import { type Move, type Moves, RegisterFault, RegisterPort } from './port.js';
import { Titles } from './titles.js';

/** A house whose owners are others than before, with the numbers of those who own it now. */
export interface Moved {
  /** Of the change: told twice, it is one. */
  readonly id: string;
  readonly houseId: string;
  readonly kind: MoveKind;
  readonly owners: readonly string[];
}

/** Told of a moved title within the transaction that settles it; asked again, it finds nothing left to do. */
export type OnMove = (tx: EntityManager, moved: Moved, now: Date) => Promise<void>;

const NAME = 'changes';
/** How often the register is asked what moved, and for how long one instance has that job. */
const EVERY = 10 * 60_000;
const LEASE = 2 * 60_000;
const BATCH = 20;
/** Pages read in one go. */
const MOST_PAGES = 50;
const FIELD = 'title_change.owners';

/** Titles that moved: read from the register, or found by an import, and worked off one by one. */
@Injectable()
export class TitleChanges {
  private readonly log = new Logger('register');
  private onMove: OnMove | null = null;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly titles: Titles,
    private readonly places: Places,
    private readonly register: RegisterPort,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Called once by the feature whose homes rest on titles. */
  useMoves(onMove: OnMove): void {
    this.onMove = onMove;
  }

  /** Asks the register what moved, when it is time; one instance at a time. */
  async read(): Promise<void> {
    if (this.config.REGISTER_PROVIDER !== 'http') return;
    const now = this.clock.now();
    const turn = (await this.database.manager.findOneBy(RegisterTurn, { name: NAME })) ?? (await this.firstTurn(now));
    if (turn.dueAt > now) return;
    const lease = new Date(now.getTime() + LEASE);
    const { affected } = await this.database.manager.update(RegisterTurn, { name: NAME, dueAt: turn.dueAt }, { dueAt: lease });
    if (affected !== 1) return;
    try {
      await this.pages(turn.note);
    } catch (error) {
      if (!(error instanceof RegisterFault)) throw error;
      this.log.error(`changes: ${error.code}`);
    }
    await this.database.manager.update(RegisterTurn, { name: NAME }, { dueAt: new Date(now.getTime() + EVERY) });
  }

  /** Settles what moved; answers how many. Several instances may work side by side. */
  async work(): Promise<number> {
    const now = this.clock.now();
    const { manager } = this.database;
    await manager.query(`UPDATE title_change SET state = 'waiting', lease_owner = NULL WHERE state = 'working' AND due_at < ?`, [sqlInstant(now)]);
    let settled = 0;
    for (;;) {
      const claimed = await this.claim(now);
      for (const change of claimed) settled += await this.settle(change, now);
      if (claimed.length < BATCH) return settled;
    }
  }

  private async firstTurn(now: Date): Promise<RegisterTurn> {
    const turn = { name: NAME, dueAt: now, leaseOwner: null, note: null };
    try {
      await this.database.manager.insert(RegisterTurn, turn);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    return this.database.manager.findOneByOrFail(RegisterTurn, { name: NAME });
  }

  private async pages(mark: string | null): Promise<void> {
    let after = mark;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.register.moves(after);
      await this.database.transaction((tx) => this.take(tx, answer));
      if (!answer.more || answer.next === after) return;
      after = answer.next;
    }
  }

  /** The changes and the mark behind them, together: neither is lost or read twice. A house that the base data lacks is nobody's home here. */
  private async take(tx: EntityManager, { moves, next }: Moves): Promise<void> {
    const houses = await this.places.find(
      tx,
      moves.map(({ place }) => placeKey(place)),
    );
    for (const move of moves) {
      const houseId = houses.get(placeKey(move.place));
      if (houseId !== undefined) await this.note(tx, houseId, move);
    }
    await tx.update(RegisterTurn, { name: NAME }, { note: next });
  }

  private async note(tx: EntityManager, houseId: string, { number, kind, owners }: Move): Promise<void> {
    const now = this.clock.now();
    const source = `register:${number}`;
    if (await tx.existsBy(TitleChange, { source, houseId })) return;
    const numbers = owners.map(({ idNumber }) => idNumber);
    await tx.insert(TitleChange, {
      id: newId(now),
      source,
      houseId,
      kind,
      owners: this.vault.seal(FIELD, JSON.stringify(numbers)),
      state: 'waiting',
      leaseOwner: null,
      attempts: 0,
      dueAt: now,
      createdAt: now,
    });
  }

  private async claim(now: Date): Promise<TitleChange[]> {
    const { manager } = this.database;
    const due = (await manager.query(`SELECT id FROM title_change WHERE state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ${BATCH}`, [sqlInstant(now)])) as {
      id: string;
    }[];
    if (due.length === 0) return [];
    const lease = newId(now);
    await manager.query(
      `UPDATE title_change SET state = 'working', lease_owner = ?, due_at = ?, attempts = attempts + 1
       WHERE state = 'waiting' AND id IN (${due.map(() => '?').join(', ')})`,
      [lease, sqlInstant(new Date(now.getTime() + LEASE)), ...due.map(({ id }) => id)],
    );
    return manager.find(TitleChange, { where: { leaseOwner: lease, state: 'working' }, order: { id: 'ASC' } });
  }

  private async settle({ id, houseId, kind, owners }: TitleChange, now: Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      const { affected } = await tx.update(TitleChange, { id, state: 'working' }, { state: 'done', owners: null, leaseOwner: null });
      if (affected !== 1) return 0;
      if (owners !== null) await this.titles.forgetHouse(tx, houseId);
      const numbers = owners === null ? await this.titles.ownersOf(tx, houseId) : (JSON.parse(this.vault.open(FIELD, owners)) as string[]);
      await this.onMove?.(tx, { id, houseId, kind, owners: numbers }, now);
      return 1;
    });
  }
}
