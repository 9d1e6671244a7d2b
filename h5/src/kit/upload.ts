import { answerFrom, apiUrl, localProblem, networkProblem, type Answer } from './http';
import { noteServerTime } from './clock';

export interface UploadOptions {
  /** 0 to 1, as bytes leave the phone. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
  idempotencyKey?: string;
}

/** Long enough for one table, or one piece of a picture, on a weak network. */
const TIMEOUT = 120_000;

/** XMLHttpRequest, since fetch tells nothing about progress. A Blob goes as bytes. */
function send<T>(method: 'POST' | 'PUT', path: string, body: FormData | Blob, options: UploadOptions): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const sentAt = Date.now();
    const fail = (kind: 'OFFLINE' | 'TIMEOUT') => () => resolve({ ok: false, problem: networkProblem(kind, method) });
    request.open(method, apiUrl(path));
    request.timeout = TIMEOUT;
    request.setRequestHeader('Accept', 'application/json');
    if (options.idempotencyKey) request.setRequestHeader('Idempotency-Key', options.idempotencyKey);
    if (body instanceof Blob) request.setRequestHeader('Content-Type', 'application/octet-stream');
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
    request.send(body);
  });
}

/** Sends one file as the multipart field `file`: a table. Pictures go by resume.ts. */
export function upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<Answer<T>> {
  const form = new FormData();
  form.append('file', file, 'file');
  return send('POST', path, form, options);
}

/** Sends bytes as they are. */
export const sendBytes = <T>(path: string, bytes: Blob, options: UploadOptions = {}): Promise<Answer<T>> => send('PUT', path, bytes, options);
