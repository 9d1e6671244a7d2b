import type { StoredFile, UploadView } from '@wuye/shared/storage';
import { beginUpload, completeUpload, dropUpload, readUpload } from '../storage/client.gen';
import { fieldError, isOffline, localProblem, type Answer, type Problem } from './http';
import { newKey } from './submit';
import { sendBytes, type UploadOptions } from './upload';

/** What a picture asks of the line; specs put in one that breaks. */
export interface Wire {
  begin: (body: { key: string; bytes: number; type: string; sha256?: string }) => Promise<Answer<UploadView>>;
  read: (id: string) => Promise<Answer<UploadView>>;
  piece: (id: string, offset: number, bytes: Blob, options: UploadOptions) => Promise<Answer<UploadView>>;
  complete: (id: string) => Promise<Answer<StoredFile>>;
}

export interface PictureOptions {
  /** The picture's name on this phone: under it an upload is found again, also by another page. */
  key: string;
  /** 0 to 1, of the whole picture. */
  onProgress?: (part: number) => void;
  /** The line broke, and it goes on by itself; `now` goes on at once. Null: it goes on. */
  onBreak?: (now: (() => void) | null) => void;
  /** The upload has a name on the server: who gives the picture up tells it. */
  onBegun?: (id: string) => void;
  signal?: AbortSignal;
}

/** A function that sends one picture and answers with its id: what PictureUpload is given. */
export type Upload = (picture: Blob, options: PictureOptions) => Promise<Answer<{ id: string }>>;

const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** A server that fails so often in a row won't be well in a minute: the person decides. A line is waited for as long as it takes. */
const MOST_FAULTS = 6;
/** The picture is whole on the phone: what the server no longer has is begun anew, once. */
const ANEW = new Set(['UPLOAD.NOT_FOUND', 'UPLOAD.GONE', 'UPLOAD.BROKEN', 'IDEMPOTENCY.KEY_REUSED']);

const wire: Wire = {
  begin: (body) => beginUpload({ body }),
  read: (id) => readUpload({ params: { id } }),
  piece: (id, offset, bytes, options) => sendBytes(`/uploads/${id}/pieces/${offset}`, bytes, options),
  complete: (id) => completeUpload({ params: { id } }),
};

/** Tells the server that a picture is not wanted any more; if that is lost, it clears away by itself after a day. */
export const giveUp = (id: string): void => void dropUpload({ params: { id } });

function bytesOf(picture: Blob): Promise<ArrayBuffer> {
  // Blob.arrayBuffer came with iOS 14.
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(new Error('unreadable'));
    reader.readAsArrayBuffer(picture);
  });
}

/** For the check at the end; left out where the browser computes none. */
async function digestOf(picture: Blob): Promise<string | undefined> {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await bytesOf(picture));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    // No secure page, or an old browser: the server checks that the picture can be decoded all the same.
    return undefined;
  }
}

/** Waits before the next try: longer each time, at most until the line is back, somebody taps, or it is given up. */
function pause(failures: number, { signal, onBreak }: PictureOptions): Promise<void> {
  return new Promise((resolve) => {
    const longest = PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;
    // Without a line, trying is in vain; but some browsers only think so.
    const timer = setTimeout(done, navigator.onLine === false ? 30_000 : longest * (0.8 + 0.4 * Math.random()));
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    window.addEventListener('online', done);
    signal?.addEventListener('abort', done);
    onBreak?.(done);
  });
}

/** One picture on its way: what is known of it, and what comes next. */
class Sending {
  private standing: UploadView | null = null;
  /** After a break, what the server has is asked and not guessed. */
  private stale = false;
  private digest: Promise<string | undefined> | null = null;

  constructor(
    private readonly line: Wire,
    private readonly picture: Blob,
    private readonly options: PictureOptions,
    private key = options.key,
  ) {}

  /** The next step, whichever it is. */
  async step(): Promise<Answer<UploadView>> {
    const answer = await this.ask();
    if (!answer.ok) return answer;
    this.stale = false;
    this.standing = answer.data;
    this.options.onBegun?.(answer.data.id);
    this.options.onProgress?.(answer.data.received / answer.data.bytes);
    return answer;
  }

  broke(): void {
    this.stale = true;
  }

  /** Where the server says; true when it said. */
  goTo({ code, ...problem }: Problem): boolean {
    const offset = Number(fieldError({ code, ...problem }, 'offset') || NaN);
    if (!this.standing || !Number.isInteger(offset) || offset === this.standing.received) return false;
    this.standing = { ...this.standing, received: offset };
    return true;
  }

  anew(): void {
    this.standing = null;
    this.key = newKey();
  }

  private async ask(): Promise<Answer<UploadView>> {
    const { line, picture, standing } = this;
    if (!standing) {
      this.digest ??= digestOf(picture);
      return line.begin({ key: this.key, bytes: picture.size, type: picture.type, sha256: await this.digest });
    }
    if (this.stale) return line.read(standing.id);
    const { id, received, bytes, piece } = standing;
    if (received < bytes) return line.piece(id, received, picture.slice(received, received + piece), this.optionsOf(standing));
    const answer = await line.complete(id);
    return answer.ok ? { ok: true, data: { ...standing, file: answer.data } } : answer;
  }

  private optionsOf({ received, bytes, piece }: UploadView): UploadOptions {
    const length = Math.min(piece, bytes - received);
    return { signal: this.options.signal, onProgress: (part) => this.options.onProgress?.((received + part * length) / bytes) };
  }
}

/**
 * Sends one picture piece by piece. A line that breaks is waited for, and it goes on where it broke; only what the server refuses,
 * or fails at again and again, comes back as a problem.
 */
export async function sendPicture(line: Wire, picture: Blob, options: PictureOptions): Promise<Answer<{ id: string }>> {
  const sending = new Sending(line, picture, options);
  let [failures, faults, anew] = [0, 0, 0];
  for (;;) {
    const answer = await sending.step();
    if (options.signal?.aborted) return { ok: false, problem: localProblem('NETWORK.ABORTED', '已取消。') };
    if (answer.ok) {
      if (failures > 0) options.onBreak?.(null);
      [failures, faults] = [0, 0];
      if (answer.data.file) return { ok: true, data: { id: answer.data.file.id } };
      continue;
    }
    const { problem } = answer;
    if (sending.goTo(problem)) continue;
    if (ANEW.has(problem.code) && anew++ === 0) {
      sending.anew();
      continue;
    }
    faults += isOffline(problem) ? 0 : 1;
    if ((!isOffline(problem) && problem.status < 500) || faults >= MOST_FAULTS) return answer;
    failures += 1;
    sending.broke();
    await pause(failures, options);
    if (options.signal?.aborted) return { ok: false, problem: localProblem('NETWORK.ABORTED', '已取消。') };
  }
}

/** Stores one picture: the `upload` of PictureUpload. */
export const uploadPicture: Upload = (picture, options) => sendPicture(wire, picture, options);
