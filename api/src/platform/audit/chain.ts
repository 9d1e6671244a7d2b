import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThan, Not } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { Signer } from '../crypto/index.js';
import { Database, isDuplicate, StartOver } from '../database/index.js';
import { digestOf, GENESIS, hashOf, rootOf } from './digest.js';
import { AuditBlock, AuditEntry } from './entities.js';

/** Entries of a block: their digests fit a text column (64 KB). */
const MOST = 500;
const PURPOSE = 'audit';
/** A minute behind, so that most of what is being written falls into its own time's block. */
const SETTLE = 60_000;
const PAGE = 100;
const WHAT = { altered: 'altered', missing: 'taken away', added: 'added', unsigned: 'signed by no key of SIGNING_KEYS' } as const;

export interface ChainFault {
  readonly block: number;
  /** The entry that was altered, is missing or was added; null: the block's own row. */
  readonly entry: string | null;
  readonly what: 'altered' | 'missing' | 'added' | 'unsigned';
}

export interface ChainReport {
  readonly blocks: number;
  readonly entries: number;
  /** Of blocks whose term is over. */
  readonly pruned: number;
  /** Not sealed yet. */
  readonly open: number;
  /** Hash of the last block: kept elsewhere, it proves later that nothing was cut off the end. */
  readonly head: string;
  readonly fault: ChainFault | null;
}

/**
 * The audit log as a chain of blocks. Entries are written without order, each in the transaction of what it tells of, so
 * that no act waits for another's; afterwards they are sealed in blocks, one chained to the next. What commits late, with an
 * id older than what is sealed already, goes into the next block: an entry is in exactly one.
 */
@Injectable()
export class AuditChain {
  constructor(
    private readonly database: Database,
    private readonly signer: Signer,
    @Inject(CONFIG) private readonly config: Pick<Config, 'AUDIT_KEEP_DAYS'>,
  ) {}

  /** Seals what is open into blocks; how many. On several instances at once the block's number lets one of them through. */
  async seal(now: Date): Promise<number> {
    for (let made = 0; ; made++) if (!(await this.sealOne(now))) return made;
  }

  private async sealOne(now: Date): Promise<boolean> {
    try {
      return await this.database.transaction(async (tx) => {
        const where = { blockSeq: IsNull(), at: LessThan(new Date(now.getTime() - SETTLE)) };
        const open = await tx.find(AuditEntry, { where, order: { id: 'ASC' }, take: MOST });
        if (open.length === 0) return false;
        const [last] = await tx.find(AuditBlock, { order: { seq: 'DESC' }, take: 1 });
        const block = this.blockOf(open, last ?? null, now);
        await tx.insert(AuditBlock, block);
        const { affected } = await tx.update(AuditEntry, { id: In(open.map(({ id }) => id)), blockSeq: IsNull() }, { blockSeq: block.seq });
        if (affected !== open.length) throw new StartOver();
        return true;
      });
    } catch (error) {
      // Another instance made this block.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private blockOf(entries: readonly AuditEntry[], last: AuditBlock | null, now: Date): AuditBlock {
    const digests = JSON.stringify(entries.map((entry) => [entry.id, digestOf(entry)]));
    const times = entries.map(({ at }) => at.getTime());
    const chained = { seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? GENESIS, root: rootOf(digests), entries: entries.length };
    const hash = hashOf(chained);
    const span = { firstAt: new Date(Math.min(...times)), lastAt: new Date(Math.max(...times)), sealedAt: now, prunedAt: null };
    return { ...chained, hash, signed: this.signer.sign(PURPOSE, hash), digests, ...span };
  }

  /** Recomputes the chain from its beginning; stops at the first fault. */
  async verify(): Promise<ChainReport> {
    const { manager } = this.database;
    const open = await manager.countBy(AuditEntry, { blockSeq: IsNull() });
    const sums = { blocks: 0, entries: 0, pruned: 0 };
    let head = GENESIS;
    for (let seq = 1; ; seq++) {
      const block = await manager.findOneBy(AuditBlock, { seq });
      if (!block) return { ...sums, open, head, fault: await this.beyond(manager, seq) };
      const fault = this.blockFault(block, head) ?? (await this.entryFault(manager, block));
      if (fault) return { ...sums, open, head, fault };
      head = block.hash;
      sums.blocks++;
      sums[block.prunedAt ? 'pruned' : 'entries'] += block.entries;
    }
  }

  /**
   * The same in words; whether all is well.
   * @param known the hash of a block that was kept elsewhere: without it in the chain, the chain is another one, or was cut off
   */
  async tell(say: (line: string) => void, known?: string): Promise<boolean> {
    const { blocks, entries, pruned, open, head, fault } = await this.verify();
    say(`${blocks} blocks: ${entries} entries, ${pruned} deleted at the end of their term; ${open} not sealed yet.`);
    if (fault) {
      say(fault.entry ? `Block ${fault.block}: entry ${fault.entry} was ${WHAT[fault.what]}.` : `Block ${fault.block} was ${WHAT[fault.what]}.`);
      return false;
    }
    say(`Head: ${head}. Keep it elsewhere.`);
    if (known === undefined || known === head || (await this.database.manager.existsBy(AuditBlock, { hash: known }))) return true;
    say(`${known} is not in the chain: it is another chain, or its end was cut off.`);
    return false;
  }

  /** A block that is missing in between, or entries of one that is gone. */
  private async beyond(manager: EntityManager, seq: number): Promise<ChainFault | null> {
    const later = await manager.findOneBy(AuditBlock, { seq: Not(LessThan(seq)) });
    const [orphan] = await manager.find(AuditEntry, { where: { blockSeq: Not(LessThan(seq)) }, order: { id: 'ASC' }, take: 1 });
    return later || orphan ? { block: seq, entry: null, what: 'missing' } : null;
  }

  private blockFault(block: AuditBlock, previous: string): ChainFault | null {
    const sound =
      block.previous === previous && block.hash === hashOf(block) && (block.digests === null ? block.prunedAt !== null : rootOf(block.digests) === block.root);
    if (!sound) return { block: block.seq, entry: null, what: 'altered' };
    return this.signer.verify(PURPOSE, block.signed) === block.hash ? null : { block: block.seq, entry: null, what: 'unsigned' };
  }

  private async entryFault(manager: EntityManager, { seq, digests }: AuditBlock): Promise<ChainFault | null> {
    const found = new Map((await manager.findBy(AuditEntry, { blockSeq: seq })).map((entry) => [entry.id, digestOf(entry)]));
    for (const [id, digest] of JSON.parse(digests ?? '[]') as [string, string][]) {
      const has = found.get(id);
      if (has !== digest) return { block: seq, entry: id, what: has === undefined ? 'missing' : 'altered' };
      found.delete(id);
    }
    const [added] = found.keys();
    return added === undefined ? null : { block: seq, entry: added, what: 'added' };
  }

  /** Deletes the entries of blocks that are wholly older, from the oldest on; their hashes stay, so the chain still holds. */
  async prune(now: Date): Promise<number> {
    const before = new Date(now.getTime() - this.config.AUDIT_KEEP_DAYS * 24 * 3_600_000);
    const blocks = await this.database.manager.find(AuditBlock, { where: { prunedAt: IsNull() }, order: { seq: 'ASC' }, take: PAGE });
    let gone = 0;
    for (const { seq, lastAt, entries } of blocks) {
      if (lastAt >= before) break;
      await this.database.transaction(async (tx) => {
        await tx.delete(AuditEntry, { blockSeq: seq });
        await tx.update(AuditBlock, { seq, prunedAt: IsNull() }, { prunedAt: now, digests: null });
      });
      gone += entries;
    }
    return gone;
  }
}
