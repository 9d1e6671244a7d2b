import { Injectable } from '@nestjs/common';
import { WechatClient } from './client.js';
import { reactionTo, WechatFault } from './outcome.js';

/** One of the account's QR codes: what to draw, and its picture's ticket. */
export interface SceneCode {
  readonly ticket: string;
  readonly url: string;
}

/** Makes the account's QR codes. Permanent ones are 100,000 in all and never taken back: callers keep what they get. */
@Injectable()
export class WechatSceneCodes {
  constructor(private readonly client: WechatClient) {}

  /** The permanent code of a scene (at most 64 signs); the same scene gives the same code again. Throws WechatFault. */
  async permanent(scene: string): Promise<SceneCode> {
    const body = { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: scene } } };
    const { ticket, url } = await this.client.post('cgi-bin/qrcode/create', body);
    if (typeof ticket !== 'string' || typeof url !== 'string' || !/^https?:\/\//.test(url)) throw new WechatFault('MALFORMED', reactionTo('MALFORMED'));
    return { ticket, url };
  }
}
