import { Logger } from '@nestjs/common';
import type { Config } from '../platform/config/index.js';
import { type SmsContent, type SmsFailure, type SmsResult, SmsSender, type TellOperator } from './sender.js';

/** The words, for a gateway that takes any text. */
function textOf({ kind, values }: SmsContent): string {
  if (kind === 'code') return `【智慧物业】验证码 ${values.code}，${values.minutes} 分钟内有效。工作人员不会向您索要验证码。`;
  if (kind === 'page') return `【智慧物业】您反映的事（编号 ${values.no}）${values.words}。看进度、评价请点 ${values.page}${values.token}`;
  return `【智慧物业】${values.subject}：${values.title}，请打开微信公众号查看。`;
}

/** Token, right, address or method are not about the one message. */
const SETTINGS = [401, 403, 404, 405, 407, 410];

function reasonOf(status: number): SmsFailure {
  if (status === 402) return 'account-limit';
  if (SETTINGS.includes(status)) return 'settings';
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'refused' : 'unreachable';
}

/** Sends text messages through the operator's gateway: POST {phone, text}, any 2xx means taken. */
export class GatewaySms extends SmsSender {
  private readonly log = new Logger('sms');

  constructor(
    private readonly config: Pick<Config, 'SMS_URL' | 'SMS_TOKEN'>,
    tell?: TellOperator,
  ) {
    super(tell);
  }

  protected async pass(phone: string, content: SmsContent): Promise<SmsResult> {
    let status = 0;
    try {
      const response = await fetch(this.config.SMS_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(this.config.SMS_TOKEN && { authorization: `Bearer ${this.config.SMS_TOKEN}` }) },
        body: JSON.stringify({ phone, text: textOf(content) }),
        signal: AbortSignal.timeout(8_000),
      });
      await response.body?.cancel();
      if (response.ok) return { sent: true, id: null };
      status = response.status;
    } catch {
      // Away, slow or broken off: told below as unreachable, without the error's words, which may quote the message.
    }
    const code = status === 0 ? 'UNREACHABLE' : `HTTP_${status}`;
    this.log.error(`gateway: ${code}`);
    return { sent: false, reason: reasonOf(status), code };
  }
}
