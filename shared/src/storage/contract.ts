import { z } from 'zod';
import { defineErrors, id, route } from '../kit/index.js';

/** A stored picture: always a re-encoded JPEG without metadata. */
export const storedFile = z.object({ id, width: z.number().int(), height: z.number().int(), bytes: z.number().int() });
export type StoredFile = z.output<typeof storedFile>;

/** Limits that the H5 states before a picture is sent and the api enforces. */
export const pictureLimits = {
  /** Bytes of one upload. */
  bytes: 12 * 1024 * 1024,
  /** Bytes of one piece of it; the last one is what is left. So much at most is sent again after a break. */
  piece: 256 * 1024,
  /** Uploads of one account that are not complete, and the bytes that they may come to. */
  open: 40,
  openBytes: 300 * 1024 * 1024,
  /** Pixels of one picture: above this it is not decoded at all. */
  pixels: 50_000_000,
  /** Longest side of what is kept. */
  side: 1600,
  /** Pictures on one complaint or answer. */
  count: 20,
} as const;

export const storageErrors = defineErrors({
  'FILE.NOT_PICTURE': { status: 415, title: '这个文件不是照片，请选择 JPG、PNG 或 WebP 格式的照片。' },
  'FILE.TOO_LARGE': { status: 413, title: '照片超过 12MB，请换一张或截图后再传。' },
  'FILE.TOO_MANY_PIXELS': { status: 422, title: '照片尺寸太大，请换一张或截图后再传。' },
  'FILE.NOT_FOUND': { status: 404, title: '照片不存在，或您不能查看。' },
  'FILE.AWAY': { status: 503, title: '照片暂时存取不了，您填写的内容还在，请一分钟后再试。' },
  'UPLOAD.NOT_FOUND': { status: 404, title: '没有找到这次上传，请重新选这张照片。' },
  'UPLOAD.GONE': { status: 410, title: '这张照片超过一天没有传完，已经清理，请重新选这张照片。' },
  'UPLOAD.OFFSET': { status: 409, title: '这一段接不上，请从已收到的地方继续传。' },
  'UPLOAD.PIECE_SIZE': { status: 422, title: '这一段没有收完整，请重新传这一段。' },
  'UPLOAD.INCOMPLETE': { status: 409, title: '照片还没有传完，请从已收到的地方继续传。' },
  'UPLOAD.BROKEN': { status: 422, title: '照片在传送中损坏了，请删掉后重新选这张照片。' },
  'UPLOAD.TOO_MANY': { status: 429, title: '没有传完的照片太多，请等它们传完，或删掉几张再传。' },
});

/** How far an upload is. Pieces go from `received` on, each of `piece` bytes; `file` is there once it is complete. */
export const uploadView = z.object({ id, bytes: z.number().int(), received: z.number().int(), piece: z.number().int(), file: storedFile.nullable() });
export type UploadView = z.output<typeof uploadView>;

export const beginUpload = z.object({
  /** The phone's own name for the picture: beginning again under it goes on with what is there. */
  key: z.string().regex(/^[\x21-\x7e]{8,64}$/, '照片的编号不正确，请重新选这张照片'),
  bytes: z.number().int().min(1, '这张照片是空的，请换一张').max(2_000_000_000),
  /** As the phone names it; empty where it does not know. What it is, is seen when it is decoded. */
  type: z.string().max(100).default(''),
  /** Of the whole, where the phone can compute it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const one = z.object({ id });

export const storageRoutes = {
  beginUpload: route({
    method: 'POST',
    path: '/uploads',
    summary: 'Begin to send one picture, or learn how far the one of the same key is',
    access: 'signed-in',
    body: beginUpload,
    response: uploadView,
    status: 201,
    errors: [
      'REQUEST.TOO_MANY',
      'IDEMPOTENCY.KEY_REUSED',
      'FILE.NOT_PICTURE',
      'FILE.TOO_LARGE',
      'UPLOAD.TOO_MANY',
      'UPLOAD.GONE',
      'UPLOAD.BROKEN',
      'FILE.TOO_MANY_PIXELS',
    ],
  }),
  readUpload: route({
    method: 'GET',
    path: '/uploads/:id',
    summary: 'How far an upload is',
    access: 'signed-in',
    params: one,
    response: uploadView,
    errors: ['UPLOAD.NOT_FOUND', 'UPLOAD.GONE'],
  }),
  sendPiece: route({
    method: 'PUT',
    path: '/uploads/:id/pieces/:offset',
    summary: 'One piece; UPLOAD.OFFSET names the right offset in `errors`',
    access: 'signed-in',
    params: one.extend({ offset: z.coerce.number().int().min(0) }),
    takes: 'bytes',
    response: uploadView,
    errors: ['UPLOAD.NOT_FOUND', 'UPLOAD.GONE', 'UPLOAD.OFFSET', 'UPLOAD.PIECE_SIZE', 'UPLOAD.BROKEN', 'FILE.NOT_PICTURE', 'FILE.TOO_MANY_PIXELS', 'FILE.AWAY'],
  }),
  completeUpload: route({
    method: 'POST',
    path: '/uploads/:id/complete',
    summary: 'Make the picture of the pieces; UPLOAD.INCOMPLETE names the offset to go on from in `errors`',
    access: 'signed-in',
    params: one,
    response: storedFile,
    errors: ['UPLOAD.NOT_FOUND', 'UPLOAD.GONE', 'UPLOAD.INCOMPLETE', 'UPLOAD.BROKEN', 'FILE.NOT_PICTURE', 'FILE.TOO_MANY_PIXELS', 'FILE.AWAY'],
  }),
  dropUpload: route({
    method: 'DELETE',
    path: '/uploads/:id',
    summary: 'Give an upload up; a picture that is complete stays',
    access: 'signed-in',
    params: one,
    status: 204,
    errors: ['UPLOAD.NOT_FOUND', 'UPLOAD.GONE'],
  }),
  read: route({
    method: 'GET',
    path: '/files/:id',
    summary: 'The picture itself, for those who may see what it belongs to',
    access: 'signed-in',
    params: z.object({ id }),
    errors: ['FILE.NOT_FOUND', 'FILE.AWAY'],
  }),
} as const;
