import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Blobs } from './blobs.js';

/** Files below a folder. Several instances need one folder that all of them see. */
export class DiskBlobs extends Blobs {
  constructor(private readonly root: string) {
    super();
  }

  /** Written beside and renamed: a name stands for a whole file, also where two write it at once. */
  async put(key: string, bytes: Buffer): Promise<void> {
    const path = join(this.root, key);
    const beside = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(beside, bytes);
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Readable | null> {
    try {
      return (await open(join(this.root, key))).createReadStream();
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(join(this.root, key), { force: true });
  }
}
