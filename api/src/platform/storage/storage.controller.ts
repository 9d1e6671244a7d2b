import { Controller, StreamableFile } from '@nestjs/common';
import { pictureLimits, storageErrors, storageRoutes, type StoredFile } from '@wuye/shared/storage';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem, type Problem, problemsOf } from '../errors/index.js';
import { Endpoint, type SignedIn } from '../http/index.js';
import { Storage } from './storage.service.js';

const problem = problemsOf(storageErrors);

@Controller()
export class StorageController {
  constructor(private readonly storage: Storage) {}

  @Endpoint(storageRoutes.upload)
  async upload(context: SignedIn): Promise<StoredFile | Problem> {
    const part = context.http.request.isMultipart() ? await context.http.request.file({ limits: { fileSize: pictureLimits.bytes, files: 1 } }) : undefined;
    if (!part) return problem('FILE.NOT_PICTURE');
    try {
      return await this.storage.store(context, await part.toBuffer());
    } catch (error) {
      if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') return problem('FILE.TOO_LARGE');
      throw error;
    }
  }

  @Endpoint(storageRoutes.read)
  async read(context: SignedIn, { params }: InputOf<typeof storageRoutes.read>) {
    const picture = await this.storage.open(context, params.id);
    if (isProblem(picture)) return picture;
    // A picture never changes, but who may see it can: only this browser keeps it, and not for long.
    void context.http.reply.header('cache-control', 'private, max-age=3600').header('content-security-policy', "default-src 'none'; sandbox");
    return new StreamableFile(picture, { type: 'image/jpeg' }) as never;
  }
}
