import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.js';
import { WechatClient } from './client.js';
import { faultOf, WechatFault } from './outcome.js';

/** Whose face is to be compared. */
export interface FaceSubject {
  readonly sequence: string;
  readonly openid: string;
  readonly name: string;
  readonly idNumber: string;
}

export type FaceResult = 'passed' | 'failed' | 'cancelled' | 'unsupported' | 'pending';

const CERT_TYPE = 'IDENTITY_CARD';
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Proof to WeChat that the asker knows whose check it is. */
export function certHash({ name, idNumber }: Pick<FaceSubject, 'name' | 'idNumber'>): string {
  const text = `cert_type=${base64(CERT_TYPE)}&cert_name=${base64(name)}&cert_no=${base64(idNumber)}`;
  return createHash('sha256').update(text).digest('hex');
}

const CANCELLED = new Set([90002, 90003, 90004, 90005, 90006]);
const UNSUPPORTED = new Set([90001, 90109]);
/** No result yet, or the line broke. */
const PENDING = new Set([90007, 90012, 90100]);

function resultOf(code: number): FaceResult {
  if (code === 10000) return 'passed';
  if (CANCELLED.has(code)) return 'cancelled';
  if (UNSUPPORTED.has(code)) return 'unsupported';
  return PENDING.has(code) ? 'pending' : 'failed';
}

/** WeChat's face check (2.0, government accounts). The server asks for the result: the browser's word is not taken. */
@Injectable()
export class WechatFace {
  constructor(
    private readonly client: WechatClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins a check. Throws WechatFault. */
  async begin({ sequence, openid, name, idNumber }: FaceSubject): Promise<string> {
    const answer = await this.client.post('cityservice/face/identify/getverifyid', {
      out_seq_no: sequence,
      cert_info: { cert_type: CERT_TYPE, cert_name: name, cert_no: idNumber },
      openid,
    });
    if (typeof answer.verify_id !== 'string') throw new WechatFault('MALFORMED', 'retry');
    return answer.verify_id;
  }

  /** The page where the person is looked at; null where only the JS-SDK can start it. */
  pageOf(verifyId: string, returnTo: string): string | null {
    if (!this.config.simulated) return null;
    return `${this.config.WECHAT_OPEN_BASE}/sim/face?${new URLSearchParams({ verify_id: verifyId, return: returnTo }).toString()}`;
  }

  /** How a check ended. Throws WechatFault when WeChat can't say. */
  async result(verifyId: string, subject: FaceSubject): Promise<FaceResult> {
    try {
      const answer = await this.client.post('cityservice/face/identify/queryverifyinfo', {
        verify_id: verifyId,
        out_seq_no: subject.sequence,
        cert_hash: certHash(subject),
        openid: subject.openid,
      });
      return resultOf(Number(answer.verify_ret));
    } catch (error) {
      const fault = faultOf(error);
      if (/^9\d{4}$/.test(fault.code)) return resultOf(Number(fault.code));
      throw fault;
    }
  }
}
