import type { ReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { storageErrors, type StoredFile } from '@wuye/shared/storage';
import { CONFIG, type Config } from '../config/index.js';
import { Database, idBefore, newId } from '../database/index.js';
import { isProblem, type Problem, problemsOf } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';
import { StoredPicture } from './entities.js';
import { reencode } from './picture.js';

const problem = problemsOf(storageErrors);

/** Answers whether the caller may see what a file belongs to; each feature that keeps files gives its own. */
export type FileGuard = (context: SignedIn, subjectId: string) => Promise<boolean>;

/** Pictures on disk, re-encoded, and who may see them. */
@Injectable()
export class Storage {
  private readonly log = new Logger('storage');
  private readonly guards = new Map<string, FileGuard>();
  private readonly root: string;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: Config,
  ) {
    this.root = join(config.DATA_DIR, 'files');
  }

  /** Called once by each feature that keeps files. */
  useGuard(subjectType: string, guard: FileGuard): void {
    this.guards.set(subjectType, guard);
  }

  /** Stores one picture for its sender. The file is complete on disk before its row exists. */
  async store(context: SignedIn, bytes: Buffer): Promise<StoredFile | Problem> {
    const picture = await reencode(bytes);
    if (isProblem(picture)) return picture;
    const id = newId(context.now);
    const path = this.pathOf(id);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, picture.bytes);
    await rename(`${path}.part`, path);
    const facts = { id, width: picture.width, height: picture.height, bytes: picture.bytes.length };
    await this.database.manager.insert(StoredPicture, {
      ...facts,
      accountId: context.who.accountId,
      subjectType: null,
      subjectId: null,
      createdAt: context.now,
    });
    return facts;
  }

  /** Gives the caller's own, still free pictures to a subject. False when one of them is not theirs to give. */
  async attach(tx: EntityManager, context: SignedIn, ids: readonly string[], subjectType: string, subjectId: string): Promise<boolean> {
    if (ids.length === 0) return true;
    const unique = [...new Set(ids)];
    const { affected } = await tx.update(
      StoredPicture,
      { id: In(unique), accountId: context.who.accountId, subjectId: IsNull() },
      { subjectType, subjectId },
    );
    return affected === unique.length && unique.length === ids.length;
  }

  /** Opens a picture for those who may see it. */
  async open(context: SignedIn, id: string): Promise<ReadStream | Problem> {
    const picture = await this.database.manager.findOneBy(StoredPicture, { id });
    if (!picture || !(await this.maySee(context, picture))) return problem('FILE.NOT_FOUND');
    try {
      return (await open(this.pathOf(id))).createReadStream();
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
      this.log.error(`file ${id} has its row, but is gone from the disk`);
      return problem('FILE.NOT_FOUND');
    }
  }

  /** Removes pictures that nobody used within a day. */
  async sweep(now: Date): Promise<number> {
    const old = idBefore(new Date(now.getTime() - 24 * 3_600_000));
    const rows = await this.database.manager
      .createQueryBuilder(StoredPicture, 'file')
      .where('file.subjectId IS NULL AND file.id < :old', { old })
      .take(200)
      .getMany();
    for (const { id } of rows) {
      await this.database.manager.delete(StoredPicture, { id, subjectId: IsNull() });
      await rm(this.pathOf(id), { force: true });
    }
    return rows.length;
  }

  private async maySee(context: SignedIn, picture: StoredPicture): Promise<boolean> {
    if (picture.subjectType === null || picture.subjectId === null) return picture.accountId === context.who.accountId;
    const guard = this.guards.get(picture.subjectType);
    return guard !== undefined && (await guard(context, picture.subjectId));
  }

  private pathOf(id: string): string {
    // The last characters are random: files spread evenly over folders.
    return join(this.root, id.slice(-2), `${id}.jpg`);
  }
}

