import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan, MoreThanOrEqual } from 'typeorm';
import type { z } from 'zod';
import { keepTerms } from '@wuye/shared/privacy';
import { type beginUpload, pictureLimits, storageErrors, type StoredFile, type UploadView } from '@wuye/shared/storage';
import { Database, idBefore, isDuplicate, newId } from '../database/index.js';
import { isProblem, platformProblem, Problem, problemsOf } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';
import { Limits } from '../limits/index.js';
import { StoredPicture, Upload } from './entities.js';
import { Gate } from './gate.js';
import { lengthAt, mayBePicture, Pieces, piecesOf } from './pieces.js';
import { orAway, Storage } from './storage.service.js';

const problem = problemsOf(storageErrors);

/** What is said to be one of these is not even begun. */
const FOREIGN = /^(?!image\/(?:jpe?g|png|webp)$)./i;

/** Pictures an hour from one account (ours): six complaints with all the pictures they may have. */
const PER_ACCOUNT = { most: 120, within: 3_600_000 };

/** Whole pictures in memory at once, in one process. */
const AT_ONCE = 3;

type Beginning = z.output<typeof beginUpload>;
type Code = keyof typeof storageErrors;

/** A refusal that names the offset to go on from. */
function goOnFrom(code: 'UPLOAD.OFFSET' | 'UPLOAD.INCOMPLETE', offset: number): Problem {
  const { status, title } = problem(code);
  return new Problem(code, status, title, [{ path: 'offset', message: String(offset) }]);
}

const dayBefore = (now: Date): Date => new Date(now.getTime() - keepTerms.upload.keep);

/** Pictures on their way in, piece by piece: what has arrived is never sent again. */
@Injectable()
export class Uploads {
  private readonly gate = new Gate(AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
    private readonly pieces: Pieces,
    private readonly storage: Storage,
  ) {}

  /** Under a key that was used before: what there is of it. */
  async begin(context: SignedIn, input: Beginning): Promise<UploadView | Problem> {
    if (FOREIGN.test(input.type)) return problem('FILE.NOT_PICTURE');
    if (input.bytes > pictureLimits.bytes) return problem('FILE.TOO_LARGE');
    const known = await this.known(context, input);
    if (known) return known;
    try {
      return await this.database.transaction((tx) => this.insert(tx, context, input));
    } catch (error) {
      // The same begin, twice at once.
      const first = isDuplicate(error) ? await this.known(context, input) : null;
      if (!first) throw error;
      return first;
    }
  }

  async read(context: SignedIn, id: string): Promise<UploadView | Problem> {
    const upload = await this.own(context, id);
    return isProblem(upload) ? upload : this.viewOf(upload);
  }

  /** Takes the piece at `offset`. One that is there already is no fault: its answer was lost on the way. */
  async take(context: SignedIn, id: string, offset: number, bytes: Buffer): Promise<UploadView | Problem> {
    const upload = await this.own(context, id);
    if (isProblem(upload)) return upload;
    if (upload.state !== 'open') return this.viewOf(upload);
    if (offset % pictureLimits.piece !== 0 || offset > upload.received || offset >= upload.bytes) return goOnFrom('UPLOAD.OFFSET', upload.received);
    if (offset < upload.received) return this.viewOf(upload);
    if (bytes.length !== lengthAt(upload, offset)) return problem('UPLOAD.PIECE_SIZE');
    if (offset === 0 && !mayBePicture(bytes)) return this.refuse(upload, 'FILE.NOT_PICTURE');
    const away = await orAway(this.pieces.put(id, offset, bytes));
    if (isProblem(away)) return away;
    return this.advance(context, upload, bytes.length);
  }

  /** Makes the picture. Asked again, it answers the same. */
  async complete(context: SignedIn, id: string): Promise<StoredFile | Problem> {
    const upload = await this.own(context, id);
    if (isProblem(upload)) return upload;
    if (upload.state !== 'open') return this.fileOf(upload);
    if (upload.received < upload.bytes) return goOnFrom('UPLOAD.INCOMPLETE', upload.received);
    return this.gate.run(() => this.make(context, upload));
  }

  async drop(context: SignedIn, id: string): Promise<void | Problem> {
    const upload = await this.own(context, id);
    if (isProblem(upload)) return upload;
    const { affected } = await this.database.manager.update(Upload, { id, state: 'open' }, { state: 'dropped', touchedAt: new Date(0) });
    // Where the store is away, the sweep does it.
    if (affected === 1 && !isProblem(await orAway(this.pieces.clear(upload)))) await this.database.manager.delete(Upload, { id });
  }

  /** Takes away what nobody went on with for a day, pieces first: a row without pieces is found again, pieces without a row are not. */
  async sweep(now: Date): Promise<number> {
    const touchedAt = LessThan(dayBefore(now));
    let gone = 0;
    for (;;) {
      const rows = await this.database.manager.find(Upload, { where: { touchedAt }, order: { touchedAt: 'ASC' }, take: 200 });
      for (const row of rows) {
        // One that goes on in this moment stays.
        const { affected } = await this.database.manager.update(Upload, { id: row.id, touchedAt }, { state: 'dropped' });
        if (affected !== 1) continue;
        await this.pieces.clear(row);
        await this.database.manager.delete(Upload, { id: row.id });
        gone += 1;
      }
      if (rows.length < 200) return gone;
    }
  }

  private async known(context: SignedIn, { key, bytes, sha256 }: Beginning): Promise<UploadView | Problem | null> {
    const upload = await this.database.manager.findOneBy(Upload, { accountId: context.who.accountId, phoneKey: key });
    if (!upload) return null;
    if (upload.bytes !== bytes || upload.sha256 !== (sha256 ?? null)) return platformProblem('IDEMPOTENCY.KEY_REUSED');
    return this.isOver(context, upload) ? problem('UPLOAD.GONE') : this.viewOf(upload);
  }

  /** The account's begins go one after the other, by the row that counts them: none finds room that another takes. */
  private async insert(tx: EntityManager, { who, now }: SignedIn, { key, bytes, sha256 }: Beginning): Promise<UploadView | Problem> {
    const { accountId } = who;
    if (await this.limits.take(`upload:${accountId}`, PER_ACCOUNT, now, tx)) return platformProblem('REQUEST.TOO_MANY');
    const open = { accountId, state: 'open' as const, touchedAt: MoreThanOrEqual(dayBefore(now)) };
    const [count, total] = [await tx.countBy(Upload, open), (await tx.sum(Upload, 'bytes', open)) ?? 0];
    if (count >= pictureLimits.open || Number(total) + bytes > pictureLimits.openBytes) return problem('UPLOAD.TOO_MANY');
    const id = newId(now);
    const row = { id, accountId, phoneKey: key, bytes, sha256: sha256 ?? null, received: 0, pieces: piecesOf(bytes), state: 'open' as const };
    await tx.insert(Upload, { ...row, refusal: null, fileId: null, touchedAt: now });
    return { id, bytes, received: 0, piece: pictureLimits.piece, file: null };
  }

  /** The caller's own; whoever else asks learns nothing. An id tells its age, also when its row is gone. */
  private async own(context: SignedIn, id: string): Promise<Upload | Problem> {
    const upload = await this.database.manager.findOneBy(Upload, { id, accountId: context.who.accountId });
    if (!upload) return problem(id < idBefore(dayBefore(context.now)) ? 'UPLOAD.GONE' : 'UPLOAD.NOT_FOUND');
    if (upload.state === 'dropped') return problem('UPLOAD.NOT_FOUND');
    return this.isOver(context, upload) ? problem('UPLOAD.GONE') : upload;
  }

  private isOver({ now }: SignedIn, { touchedAt }: Upload): boolean {
    return touchedAt < dayBefore(now);
  }

  /** Counts a piece that is kept. `received` decides between two that were sent at once: their bytes lie under one name. */
  private async advance(context: SignedIn, { id, received }: Upload, length: number): Promise<UploadView | Problem> {
    await this.database.manager.update(Upload, { id, received, state: 'open' }, { received: received + length, touchedAt: context.now });
    const now = await this.own(context, id);
    if (!isProblem(now) && now.state === 'open') return this.viewOf(now);
    // Given up or swept meanwhile: nobody would look for this piece any more.
    await orAway(this.pieces.remove(id, received));
    return isProblem(now) ? now : this.viewOf(now);
  }

  private async make(context: SignedIn, upload: Upload): Promise<StoredFile | Problem> {
    const whole = await orAway(this.pieces.join(upload));
    if (isProblem(whole)) return whole;
    if (typeof whole === 'number') return this.goBack(upload, whole);
    if (upload.sha256 !== null && createHash('sha256').update(whole).digest('hex') !== upload.sha256) return this.refuse(upload, 'UPLOAD.BROKEN');
    const stored = await this.storage.store(context, whole, async (tx, fileId) => {
      const { affected } = await tx.update(Upload, { id: upload.id, state: 'open' }, { state: 'done', fileId, touchedAt: context.now });
      return affected === 1;
    });
    if (stored === null) return this.complete(context, upload.id);
    if (isProblem(stored)) return stored.status === 503 ? stored : this.refuse(upload, stored.code as Code);
    await this.clear(upload);
    return stored;
  }

  /** A piece that the store has lost is asked for again. Who was faster has made the picture, and taken the pieces away. */
  private async goBack({ id }: Upload, offset: number): Promise<StoredFile | Problem> {
    await this.database.manager.update(Upload, { id, state: 'open' }, { received: offset });
    const upload = await this.database.manager.findOneBy(Upload, { id });
    return upload?.state === 'done' ? this.fileOf(upload) : goOnFrom('UPLOAD.INCOMPLETE', offset);
  }

  private async refuse(upload: Upload, code: Code): Promise<Problem> {
    await this.database.manager.update(Upload, { id: upload.id, state: 'open' }, { state: 'refused', refusal: code });
    await this.clear(upload);
    return problem(code);
  }

  /** What can't be taken away now, goes with the sweep. */
  private async clear(upload: Upload): Promise<void> {
    if (!isProblem(await orAway(this.pieces.clear(upload)))) await this.database.manager.update(Upload, { id: upload.id }, { pieces: 0 });
  }

  private async fileOf({ fileId, refusal }: Upload): Promise<StoredFile | Problem> {
    if (refusal) return problem(refusal as Code);
    const file = fileId && (await this.database.manager.findOneBy(StoredPicture, { id: fileId }));
    return file ? { id: file.id, width: file.width, height: file.height, bytes: file.bytes } : problem('UPLOAD.GONE');
  }

  private async viewOf(upload: Upload): Promise<UploadView | Problem> {
    const { id, bytes, received } = upload;
    if (upload.state === 'open') return { id, bytes, received, piece: pictureLimits.piece, file: null };
    const file = await this.fileOf(upload);
    return isProblem(file) ? file : { id, bytes, received: bytes, piece: pictureLimits.piece, file };
  }
}
