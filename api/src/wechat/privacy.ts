import { Injectable } from '@nestjs/common';
import { WechatInbox } from './inbox.js';

/** Someone took back in WeChat what they had allowed us, or left WeChat. */
export interface PrivacyRequest {
  readonly openid: string;
  /** What was given after this instant was given anew. */
  readonly at: Date;
  /** They left WeChat: the openid will not come back. */
  readonly gone: boolean;
}

/** Lets a person's data go. It may be asked twice. */
export type PrivacyHandler = (request: PrivacyRequest) => Promise<void>;

const REVOKED = 'user_authorization_revoke';
const CANCELLED = 'user_authorization_cancellation';

/** Tells every feature that keeps personal data when someone withdraws, as WeChat's terms ask (its last word is here, too). */
@Injectable()
export class PrivacyRequests {
  private readonly handlers: PrivacyHandler[] = [];

  constructor(inbox: WechatInbox) {
    inbox.on([REVOKED, CANCELLED], async (events) => {
      for (const event of events) {
        const request = { openid: event.openid, at: event.at, gone: event.kind.toLowerCase() === CANCELLED };
        for (const handle of this.handlers) await handle(request);
        await inbox.forget(event);
      }
    });
  }

  /** Called once by each feature that keeps data of a person. */
  usePrivacy(handle: PrivacyHandler): void {
    this.handlers.push(handle);
  }
}
