import { Controller, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { pictureLimits, storageErrors, storageRoutes, type StoredFile } from '@wuye/shared/storage';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem, platformProblem, type Problem, problemsOf } from '../errors/index.js';
import { Endpoint, type SignedIn } from '../http/index.js';
import { Limits } from '../limits/index.js';
import { Storage } from './storage.service.js';

const problem = problemsOf(storageErrors);

/** Pictures an hour from one account (ours): six complaints with all the pictures they may have. */
const PER_ACCOUNT = { most: 60, within: 3_600_000 };

/** The first file of a form. Whatever goes wrong while it is read is the form's fault: it broke off, or is none. */
async function readFile(request: FastifyRequest): Promise<Buffer | Problem> {
  if (!request.isMultipart()) return problem('FILE.NOT_PICTURE');
  try {
    const part = await request.file({ limits: { fileSize: pictureLimits.bytes, files: 1 } });
    return part ? await part.toBuffer() : problem('FILE.NOT_PICTURE');
  } catch (error) {
    return (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? problem('FILE.TOO_LARGE') : platformProblem('REQUEST.MALFORMED');
  }
}

@Controller()
export class StorageController {
  constructor(
    private readonly storage: Storage,
    private readonly limits: Limits,
  ) {}

  @Endpoint(storageRoutes.upload)
  async upload(context: SignedIn): Promise<StoredFile | Problem> {
    // Counted before the picture is read: decoding is what costs.
    if (await this.limits.take(`upload:${context.who.accountId}`, PER_ACCOUNT, context.now)) return platformProblem('REQUEST.TOO_MANY');
    const bytes = await readFile(context.http.request);
    return isProblem(bytes) ? bytes : this.storage.store(context, bytes);
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
