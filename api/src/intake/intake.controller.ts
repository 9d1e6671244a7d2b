import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { intakeErrors, intakeLimits, intakeRoutes as routes } from '@wuye/shared/intake';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem, platformProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Limits } from '../platform/limits/index.js';
import { Answers } from './answers.js';
import { Batches } from './batches.js';
import { Desk } from './desk.js';
import { Mappings } from './mappings.js';
import { Unsorted } from './unsorted.js';

const problem = problemsOf(intakeErrors);
/** Tables an hour from one account (ours). */
const PER_ACCOUNT = { most: 30, within: 3_600_000 };

/** The first file of a form. */
async function readFile(request: FastifyRequest): Promise<Buffer | Problem> {
  if (!request.isMultipart()) return problem('INTAKE.FILE_WRONG');
  try {
    const part = await request.file({ limits: { fileSize: intakeLimits.bytes, files: 1 } });
    return part ? await part.toBuffer() : problem('INTAKE.FILE_WRONG');
  } catch (error) {
    return (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? problem('INTAKE.FILE_WRONG') : platformProblem('REQUEST.MALFORMED');
  }
}

/** 代业主登记, and the tables of 12345 and 信访. */
@Controller()
export class IntakeController {
  constructor(
    private readonly desk: Desk,
    private readonly batches: Batches,
    private readonly mappings: Mappings,
    private readonly waiting: Unsorted,
    private readonly outcomes: Answers,
    private readonly limits: Limits,
  ) {}

  @Endpoint(routes.register)
  register(context: SignedIn, input: InputOf<typeof routes.register>) {
    return this.desk.register(context, input);
  }

  @Endpoint(routes.mapping)
  mapping(context: SignedIn, input: InputOf<typeof routes.mapping>) {
    return this.mappings.read(context, input);
  }

  @Endpoint(routes.saveMapping)
  saveMapping(context: SignedIn, input: InputOf<typeof routes.saveMapping>) {
    return this.mappings.save(context, input);
  }

  @Endpoint(routes.import)
  async import(context: SignedIn, { params }: InputOf<typeof routes.import>) {
    const refused = await this.batches.refuses(context);
    if (refused) return refused;
    if (await this.limits.take(`intake:${context.who.accountId}`, PER_ACCOUNT, context.now)) return platformProblem('REQUEST.TOO_MANY');
    const bytes = await readFile(context.http.request);
    return isProblem(bytes) ? bytes : this.batches.take(context, params.source, bytes);
  }

  @Endpoint(routes.unsorted)
  unsorted(context: SignedIn, input: InputOf<typeof routes.unsorted>) {
    return this.waiting.list(context, input);
  }

  @Endpoint(routes.places)
  places(context: SignedIn) {
    return this.waiting.places(context);
  }

  @Endpoint(routes.assign)
  assign(context: SignedIn, input: InputOf<typeof routes.assign>) {
    return this.waiting.assign(context, input);
  }

  @Endpoint(routes.handOver)
  handOver(context: SignedIn, input: InputOf<typeof routes.handOver>) {
    return this.waiting.handOver(context, input);
  }

  @Endpoint(routes.answers)
  async answers(context: SignedIn, { params, query }: InputOf<typeof routes.answers>) {
    const lines = await this.outcomes.csv(context, params.source, query);
    if (isProblem(lines)) return lines;
    void context.http.reply.header('cache-control', 'no-store');
    const disposition = 'attachment; filename="answers.csv"';
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'text/csv; charset=utf-8', disposition }) as never;
  }
}
