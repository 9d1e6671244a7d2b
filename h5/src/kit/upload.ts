import { answerFrom, apiUrl, localProblem, networkProblem, type Answer } from './http';
import { noteServerTime } from './clock';

export interface UploadOptions {
  /** 0 to 1, as bytes leave the phone. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
  idempotencyKey?: string;
}

/** A function that sends one picture and answers with its id: what PictureUpload is given. */
export type Upload = (picture: Blob, options: UploadOptions) => Promise<Answer<{ id: string }>>;

/** Long enough for one picture on a weak network. */
const TIMEOUT = 120_000;

/** Sends one file as the multipart field `file`. XMLHttpRequest, since fetch tells nothing about progress. */
export function upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const sentAt = Date.now();
    const fail = (kind: 'OFFLINE' | 'TIMEOUT') => () => resolve({ ok: false, problem: networkProblem(kind, 'POST') });
    request.open('POST', apiUrl(path));
    request.timeout = TIMEOUT;
    request.setRequestHeader('Accept', 'application/json');
    if (options.idempotencyKey) request.setRequestHeader('Idempotency-Key', options.idempotencyKey);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      noteServerTime(request.getResponseHeader('date'), sentAt, Date.now());
      resolve(answerFrom<T>(request.status, request.responseText));
    };
    request.onerror = fail('OFFLINE');
    request.ontimeout = fail('TIMEOUT');
    request.onabort = () => resolve({ ok: false, problem: localProblem('NETWORK.ABORTED', '已取消。') });
    options.signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, 'picture.jpg');
    request.send(form);
  });
}

/** Stores one picture: the `upload` of PictureUpload. */
export const uploadPicture: Upload = (picture, options) => upload<{ id: string }>('/files', picture, options);
