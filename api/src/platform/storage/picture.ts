import { pictureLimits, storageErrors } from '@wuye/shared/storage';
import { type Problem, problemsOf } from '../errors/index.js';

const problem = problemsOf(storageErrors);

/** What we decode. A vector or a document is never a picture here, whatever its name says. */
const FORMATS = new Set(['jpeg', 'png', 'webp']);

export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes a picture by what it is, turns it upright and writes a new JPEG: no metadata (place, device), no trailing bytes,
 * nothing of the original file survives. The size is read from the header before anything is decoded.
 */
export async function reencode(bytes: Buffer): Promise<Picture | Problem> {
  const { default: sharp } = await import('sharp');
  const open = () => sharp(bytes, { failOn: 'error', limitInputPixels: pictureLimits.pixels, pages: 1, sequentialRead: true });
  let header;
  try {
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return problem('FILE.NOT_PICTURE');
  }
  if (!FORMATS.has(header.format)) return problem('FILE.NOT_PICTURE');
  if (header.width * header.height > pictureLimits.pixels) return problem('FILE.TOO_MANY_PIXELS');
  try {
    const { data, info } = await open()
      .rotate()
      .resize({ width: pictureLimits.side, height: pictureLimits.side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    return problem('FILE.NOT_PICTURE');
  }
}
