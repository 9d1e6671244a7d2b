import { Logger } from '@nestjs/common';
import type { Config } from '../platform/config/index.js';
import { clientConfig, codeFault, type TencentFault, tencentFaultOf } from '../tencent/index.js';
import { type SmsContent, type SmsFailure, type SmsResult, SmsSender, type TellOperator, toE164 } from './sender.js';

/** A template's variable may hold at most 12 characters. */
const LONGEST = 12;

/** Cuts by code points: half a sign is none. */
const cut = (text: string): string => [...text].slice(0, LONGEST).join('');

/** In the order of {1}, {2} of the approved templates (docs/operations.md). */
function variablesOf({ kind, values }: SmsContent): string[] {
  if (kind === 'code') return [values.code, String(values.minutes)];
  if (kind === 'notice') return [cut(values.subject), cut(values.short || values.title)];
  const [day = '', digits = ''] = values.no.split('-');
  // A token is longer than a variable may be: the template has its two halves side by side, after the page's address.
  const half = Math.ceil(values.token.length / 2);
  return [day, digits, cut(values.words), values.token.slice(0, half), values.token.slice(half)];
}

/** One phone's limits; every other limit, and a balance used up, is the operator's own. */
const PHONE = /^LimitExceeded\.(?:PhoneNumber(?!Count)|DeliveryFrequency)/;
const ACCOUNT = /^LimitExceeded(?:$|\.(?:App\w*DailyLimit|DailyLimit))|\.InsufficientBalance|SuspendDueToArrears$/;

/** Key, right, signature, template or application: nothing of it is about the one message. */
const SETTINGS =
  /^(?:AuthFailure|UnauthorizedOperation|UnsupportedOperation|MissingParameter|InvalidAction)(?:\.|$)|^FailedOperation\.(?:Signature|Template)|\.SdkAppIdNotExist$/;

/** What a code of SendSms means for the caller. */
export function smsFailureOf(fault: TencentFault): SmsFailure {
  if (PHONE.test(fault.code)) return 'phone-limit';
  if (ACCOUNT.test(fault.code)) return 'account-limit';
  if (SETTINGS.test(fault.code)) return 'settings';
  return fault.passing ? 'unreachable' : 'refused';
}

/** Sends through Tencent Cloud SMS. The SDK is loaded with the first message: a start does not pay for it. */
export class TencentSms extends SmsSender {
  private readonly log = new Logger('sms');
  private client: ReturnType<TencentSms['connect']> | null = null;

  constructor(
    private readonly config: Config,
    tell?: TellOperator,
  ) {
    super(tell);
  }

  protected async pass(phone: string, content: SmsContent): Promise<SmsResult> {
    const number = toE164(phone);
    const template = this.templateOf(number, content);
    if (!template) return this.failed(codeFault(`InvalidParameterValue.NoTemplate${number.startsWith('+86') ? '' : 'Abroad'}`));
    try {
      const client = await (this.client ??= this.connect());
      const { SendStatusSet } = await client.SendSms({
        PhoneNumberSet: [number],
        SmsSdkAppId: this.config.SMS_TENCENT_APP_ID ?? '',
        SignName: this.config.SMS_TENCENT_SIGN ?? '',
        TemplateId: template,
        TemplateParamSet: variablesOf(content),
      });
      const status = SendStatusSet?.[0];
      if (status?.Code === 'Ok') return { sent: true, id: status.SerialNo ?? null };
      return this.failed(codeFault(status?.Code ?? 'InternalError.NoStatus'));
    } catch (error) {
      return this.failed(tencentFaultOf(error));
    }
  }

  private templateOf(number: string, { kind }: SmsContent): string | undefined {
    const abroad = !number.startsWith('+86');
    if (kind === 'code') return abroad ? this.config.SMS_TENCENT_CODE_TEMPLATE_ABROAD : this.config.SMS_TENCENT_CODE_TEMPLATE;
    if (kind === 'page') return abroad ? this.config.SMS_TENCENT_PAGE_TEMPLATE_ABROAD : this.config.SMS_TENCENT_PAGE_TEMPLATE;
    return abroad ? this.config.SMS_TENCENT_NOTICE_TEMPLATE_ABROAD : this.config.SMS_TENCENT_NOTICE_TEMPLATE;
  }

  private failed(fault: TencentFault): SmsResult {
    this.log.error(`tencent: ${fault.code}`);
    return { sent: false, reason: smsFailureOf(fault), code: fault.code };
  }

  private async connect() {
    const { sms } = await import('tencentcloud-sdk-nodejs-sms');
    return new sms.v20210111.Client(clientConfig(this.config, this.config.SMS_TENCENT_ENDPOINT, this.config.SMS_TENCENT_REGION));
  }
}
