import { Controller, StreamableFile } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { storageRoutes } from '@wuye/shared/storage';
import { isProblem } from '../errors/index.js';
import { Endpoint, type SignedIn } from '../http/index.js';
import { Storage } from './storage.service.js';
import { Uploads } from './uploads.service.js';

@Controller()
export class StorageController {
  constructor(
    private readonly storage: Storage,
    private readonly uploads: Uploads,
  ) {}

  @Endpoint(storageRoutes.beginUpload)
  beginUpload(context: SignedIn, { body }: InputOf<typeof storageRoutes.beginUpload>) {
    return this.uploads.begin(context, body);
  }

  @Endpoint(storageRoutes.readUpload)
  readUpload(context: SignedIn, { params }: InputOf<typeof storageRoutes.readUpload>) {
    return this.uploads.read(context, params.id);
  }

  @Endpoint(storageRoutes.sendPiece)
  sendPiece(context: SignedIn, { params }: InputOf<typeof storageRoutes.sendPiece>) {
    const { body } = context.http.request;
    return this.uploads.take(context, params.id, params.offset, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  }

  @Endpoint(storageRoutes.completeUpload)
  completeUpload(context: SignedIn, { params }: InputOf<typeof storageRoutes.completeUpload>) {
    return this.uploads.complete(context, params.id);
  }

  @Endpoint(storageRoutes.dropUpload)
  dropUpload(context: SignedIn, { params }: InputOf<typeof storageRoutes.dropUpload>) {
    return this.uploads.drop(context, params.id);
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
