import { Injectable } from '@nestjs/common';
import { pictureLimits } from '@wuye/shared/storage';
import { Blobs } from './blobs.js';
import type { Upload } from './entities.js';

/** Flat below a folder of the id's last characters: nothing empty is left where pieces were. */
const keyOf = (id: string, index: number): string => `uploads/${id.slice(-2)}/${id}.${index}`;

/** How many pieces a picture of so many bytes has. */
export const piecesOf = (bytes: number): number => Math.ceil(bytes / pictureLimits.piece);

/** How long the piece at an offset is. */
export const lengthAt = ({ bytes }: Pick<Upload, 'bytes'>, offset: number): number => Math.min(pictureLimits.piece, bytes - offset);

/** What JPEG, PNG and WebP begin with: nobody sends 12 MB of something else. */
const BEGINNING = /^(?:ffd8ff|89504e470d0a1a0a|52494646.{8}57454250)/;

/** Whether a file that begins so may be a picture; what it is, is seen when it is decoded. */
export const mayBePicture = (first: Buffer): boolean => BEGINNING.test(first.toString('hex', 0, 12));

/** The bytes of pictures on their way, as objects of the store that all instances share. The names follow from the row: none is lost. */
@Injectable()
export class Pieces {
  constructor(private readonly blobs: Blobs) {}

  put(id: string, offset: number, bytes: Buffer): Promise<void> {
    return this.blobs.put(keyOf(id, offset / pictureLimits.piece), bytes);
  }

  remove(id: string, offset: number): Promise<void> {
    return this.blobs.remove(keyOf(id, offset / pictureLimits.piece));
  }

  /** The whole picture; or the offset of a piece that is not there, or not whole. */
  async join(upload: Pick<Upload, 'id' | 'bytes'>): Promise<Buffer | number> {
    const whole = Buffer.allocUnsafe(upload.bytes);
    for (let offset = 0; offset < upload.bytes; offset += pictureLimits.piece) {
      const stream = await this.blobs.get(keyOf(upload.id, offset / pictureLimits.piece));
      if (!stream) return offset;
      let at = offset;
      for await (const part of stream as AsyncIterable<Buffer>) at += part.copy(whole, at);
      if (at !== offset + lengthAt(upload, offset)) return offset;
    }
    return whole;
  }

  /** Takes all of them away. */
  async clear({ id, pieces }: Pick<Upload, 'id' | 'pieces'>): Promise<void> {
    for (let index = 0; index < pieces; index++) await this.blobs.remove(keyOf(id, index));
  }
}
