import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Config } from '../platform/config/index.js';
import { clientConfig, codeFault, TencentFault, tencentFaultOf } from '../tencent/index.js';
import { type FaceBegun, FaceChecker, FaceFault, type FaceResult, type FaceSubject } from './checker.js';

const VERSION = '2018-03-01';

const begun = z.object({ Url: z.url({ protocol: /^https?$/ }), BizToken: z.string().min(1).max(128) });
const detected = z.object({
  Text: z.object({ ErrCode: z.number().int().nullish(), IdCard: z.string().nullish(), Extra: z.string().nullish() }).nullish(),
});
type Detected = NonNullable<z.output<typeof detected>['Text']>;

/** Not done yet. */
const UNFINISHED = 17;
/** The call, the rule or the account's authorisation is wrong: nobody can be checked until an operator mends it. */
const MISUSE = new Set([1, 2, 3, 203, 204]);
/** Too late, or broken off by the service or the line: nobody was refused. */
const CAME_TO_NOTHING = new Set([4, 8, 10, 12, 13, 15, 201, 202, 1001, 1006, 1007, 1008, 2001]);
/** The check is older than the provider keeps it, or another provider's. */
const GONE = /^InvalidParameterValue\.BizToken(?:Expired|Illegal)$/;

/** What a check's own code says. It passes only for the papers and the application that it was begun for. */
function resultOf({ ErrCode, IdCard, Extra }: Detected, { idNumber, sequence }: FaceSubject): FaceResult {
  if (ErrCode === null || ErrCode === undefined || ErrCode === UNFINISHED) return 'pending';
  if (MISUSE.has(ErrCode)) throw new TencentFault(`FaceID.${ErrCode}`, false);
  if (CAME_TO_NOTHING.has(ErrCode)) return 'cancelled';
  return ErrCode === 0 && IdCard?.toUpperCase() === idNumber && Extra === sequence ? 'passed' : 'failed';
}

/** Tencent FaceID (慧眼): a page of theirs, then the result asked for as text alone. The SDK is loaded with the first check. */
export class TencentFaceChecker extends FaceChecker {
  private readonly log = new Logger('face');
  private client: ReturnType<TencentFaceChecker['connect']> | null = null;

  constructor(private readonly config: Config) {
    super();
  }

  async begin(subject: FaceSubject, returnTo: string): Promise<FaceBegun> {
    try {
      const answer = await this.call('DetectAuth', { Name: subject.name, IdCard: subject.idNumber, RedirectUrl: returnTo, Extra: subject.sequence }, begun);
      if (!this.config.simulated && !answer.Url.startsWith('https:')) throw new TencentFault('MALFORMED', true);
      return { id: answer.BizToken, page: answer.Url, verifyId: null };
    } catch (error) {
      throw this.faultOf(error);
    }
  }

  async result(id: string, subject: FaceSubject): Promise<FaceResult> {
    try {
      // 1: text alone. No picture of anybody comes here, so none can be kept.
      const { Text } = await this.call('GetDetectInfoEnhanced', { BizToken: id, InfoType: '1' }, detected);
      return Text ? resultOf(Text, subject) : 'pending';
    } catch (error) {
      const fault = this.faultOf(error);
      if (GONE.test(fault.code)) return 'cancelled';
      throw fault;
    }
  }

  private async call<T>(action: string, body: Readonly<Record<string, string>>, shape: z.ZodType<T>): Promise<T> {
    const client = await (this.client ??= this.connect());
    const answer: unknown = await client.request(action, { ...body, RuleId: this.config.FACE_TENCENT_RULE ?? '' });
    const parsed = shape.safeParse(answer);
    if (!parsed.success) throw codeFault('InternalError.Malformed');
    return parsed.data;
  }

  private faultOf(error: unknown): FaceFault {
    const { code, passing } = tencentFaultOf(error);
    if (!GONE.test(code)) this.log.error(`tencent: ${code}`);
    return new FaceFault(code, passing);
  }

  private async connect() {
    const { CommonClient } = await import('tencentcloud-sdk-nodejs-common');
    const { FACE_TENCENT_ENDPOINT, FACE_TENCENT_REGION } = this.config;
    return new CommonClient(new URL(FACE_TENCENT_ENDPOINT).host, VERSION, clientConfig(this.config, FACE_TENCENT_ENDPOINT, FACE_TENCENT_REGION));
  }
}
