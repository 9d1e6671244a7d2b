import { z } from 'zod';
import { defineErrors, id, route } from '../kit/index.js';

/** A stored picture: always a re-encoded JPEG without metadata. */
export const storedFile = z.object({ id, width: z.number().int(), height: z.number().int(), bytes: z.number().int() });
export type StoredFile = z.output<typeof storedFile>;

/** Limits that the H5 states before a picture is sent and the api enforces. */
export const pictureLimits = {
  /** Bytes of one upload. */
  bytes: 12 * 1024 * 1024,
  /** Pixels of one picture: above this it is not decoded at all. */
  pixels: 50_000_000,
  /** Longest side of what is kept. */
  side: 1600,
  /** Pictures on one complaint or answer. */
  count: 9,
} as const;

export const storageErrors = defineErrors({
  'FILE.NOT_PICTURE': { status: 415, title: '这个文件不是照片，请选择 JPG、PNG 或 WebP 格式的照片。' },
  'FILE.TOO_LARGE': { status: 413, title: '照片超过 12MB，请换一张或截图后再传。' },
  'FILE.TOO_MANY_PIXELS': { status: 422, title: '照片尺寸太大，请换一张或截图后再传。' },
  'FILE.NOT_FOUND': { status: 404, title: '照片不存在，或您不能查看。' },
  'FILE.AWAY': { status: 503, title: '照片暂时存取不了，您填写的内容还在，请一分钟后再试。' },
});

export const storageRoutes = {
  upload: route({
    method: 'POST',
    path: '/files',
    summary: 'Store one picture (multipart field `file`)',
    access: 'signed-in',
    upload: true,
    response: storedFile,
    status: 201,
    errors: ['REQUEST.TOO_MANY', 'FILE.NOT_PICTURE', 'FILE.TOO_LARGE', 'FILE.TOO_MANY_PIXELS', 'FILE.AWAY'],
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
