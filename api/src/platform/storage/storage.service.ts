import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { keepTerms } from '@wuye/shared/privacy';
import { storageErrors, type StoredFile } from '@wuye/shared/storage';
import { Database, idBefore, newId } from '../database/index.js';
import { isProblem, type Problem, problemsOf } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';
import { Blobs, BlobsAway } from './blobs.js';
import { StoredPicture } from './entities.js';
import { reencode } from './picture.js';

const problem = problemsOf(storageErrors);

/** In the place of a picture's subject once that let it go: it is nobody's any more. */
const RELEASED = 'released';

/** Answers whether the caller may see what a file belongs to; each feature that keeps files gives its own. */
export type FileGuard = (context: SignedIn, subjectId: string, fileId: string) => Promise<boolean>;

/** The last characters are random: files spread evenly over folders. */
const keyOf = (id: string): string => `${id.slice(-2)}/${id}.jpg`;

/** A store that is away is a sentence for the person who waits, not a fault of the request. */
export async function orAway<T>(work: Promise<T>): Promise<T | Problem> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BlobsAway) return problem('FILE.AWAY');
    throw error;
  }
}

/** Pictures, re-encoded, and who may see them. */
@Injectable()
export class Storage {
  private readonly log = new Logger('storage');
  private readonly guards = new Map<string, FileGuard>();

  constructor(
    private readonly database: Database,
    private readonly blobs: Blobs,
  ) {}

  /** Called once by each feature that keeps files. */
  useGuard(subjectType: string, guard: FileGuard): void {
    this.guards.set(subjectType, guard);
  }

  /**
   * Stores one picture for its sender, with whatever belongs to that in the same transaction. Its bytes are kept whole before its
   * row exists. Null when `claim` says no: another request was first.
   */
  async store(context: SignedIn, bytes: Buffer, claim: (tx: EntityManager, id: string) => Promise<boolean>): Promise<StoredFile | Problem | null> {
    const picture = await reencode(bytes);
    if (isProblem(picture)) return picture;
    const id = newId(context.now);
    const away = await orAway(this.blobs.put(keyOf(id), picture.bytes));
    if (isProblem(away)) return away;
    const facts = { id, width: picture.width, height: picture.height, bytes: picture.bytes.length };
    const row = { ...facts, accountId: context.who.accountId, subjectType: null, subjectId: null, createdAt: context.now };
    const stored = await this.database.transaction(async (tx) => {
      if (!(await claim(tx, id))) return false;
      await tx.insert(StoredPicture, row);
      return true;
    });
    if (stored) return facts;
    await orAway(this.blobs.remove(keyOf(id)));
    return null;
  }

  /** Gives the caller's own, still free pictures to a subject. False when one of them is not theirs to give. */
  async attach(tx: EntityManager, context: SignedIn, ids: readonly string[], subjectType: string, subjectId: string): Promise<boolean> {
    if (ids.length === 0) return true;
    const unique = [...new Set(ids)];
    const { affected } = await tx.update(
      StoredPicture,
      { id: In(unique), accountId: context.who.accountId, subjectId: IsNull(), subjectType: IsNull() },
      { subjectType, subjectId },
    );
    return affected === unique.length && unique.length === ids.length;
  }

  /** Lets the pictures of a subject go, or those of them that are named: nobody sees them any more, and the next sweep deletes them. */
  async release(tx: EntityManager, subjectType: string, subjectId: string, ids?: readonly string[]): Promise<void> {
    if (ids?.length === 0) return;
    await tx.update(StoredPicture, { subjectType, subjectId, ...(ids && { id: In([...ids]) }) }, { subjectType: RELEASED, subjectId: null });
  }

  /** Opens a picture for those who may see it. */
  async open(context: SignedIn, id: string): Promise<Readable | Problem> {
    const picture = await this.database.manager.findOneBy(StoredPicture, { id });
    if (!picture || !(await this.maySee(context, picture))) return problem('FILE.NOT_FOUND');
    const bytes = await orAway(this.blobs.get(keyOf(id)));
    if (bytes) return bytes;
    this.log.error(`file ${id} has its row, but its bytes are gone`);
    return problem('FILE.NOT_FOUND');
  }

  /** Removes pictures that were let go, and those that nobody used while a draft may still hold them. */
  async sweep(now: Date): Promise<number> {
    const old = idBefore(new Date(now.getTime() - keepTerms.picture.keep));
    const rows = await this.database.manager
      .createQueryBuilder(StoredPicture, 'file')
      .where('file.subjectId IS NULL AND (file.id < :old OR file.subjectType = :released)', { old, released: RELEASED })
      .take(200)
      .getMany();
    for (const { id } of rows) {
      // One that was used in this moment stays.
      const { affected } = await this.database.manager.delete(StoredPicture, { id, subjectId: IsNull() });
      if (affected === 1) await this.blobs.remove(keyOf(id));
    }
    return rows.length;
  }

  private async maySee(context: SignedIn, picture: StoredPicture): Promise<boolean> {
    if (picture.subjectType === RELEASED) return false;
    if (picture.subjectType === null || picture.subjectId === null) return picture.accountId === context.who.accountId;
    const guard = this.guards.get(picture.subjectType);
    return guard !== undefined && (await guard(context, picture.subjectId, picture.id));
  }
}
