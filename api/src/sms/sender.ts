/** What can be said by SMS. Each kind is one approved template at a provider that wants templates. */
export type SmsContent =
  | { readonly kind: 'code'; readonly values: { readonly code: string; readonly minutes: number } }
  /** That something waits in WeChat, for those whom WeChat did not reach. `short`: the title where a provider takes twelve signs. */
  | { readonly kind: 'notice'; readonly values: { readonly title: string; readonly subject: string; readonly short?: string } }
  /** News of a matter by its number, with a page that opens without sign-in: for those who have no account. `page` ends with the token. */
  | { readonly kind: 'page'; readonly values: { readonly no: string; readonly words: string; readonly page: string; readonly token: string } };

export type SmsKind = SmsContent['kind'];

/**
 * Why nothing was sent:
 * - `phone-limit`: this phone has had too many today;
 * - `account-limit`: the operator's allowance or balance is used up;
 * - `settings`: a key, right, template or address that the operator must put right: then the same message passes;
 * - `unreachable`: no answer, or busy; the same message may pass in a minute;
 * - `refused`: it will never pass as it is (a wrong number, a person who wants none).
 */
export type SmsFailure = 'phone-limit' | 'account-limit' | 'settings' | 'unreachable' | 'refused';

/** Whether the provider took a message. `code` is the provider's own word, for the log and the operator. */
export type SmsResult = { readonly sent: true; readonly id: string | null } | { readonly sent: false; readonly reason: SmsFailure; readonly code: string };

/** Tells operators of a provider's code that waits for them. */
export type TellOperator = (code: string) => Promise<void>;

/** The port: sends text messages. Nothing throws; whom and what never reaches a log. */
export abstract class SmsSender {
  constructor(private readonly tell: TellOperator = () => Promise.resolve()) {}

  async send(phone: string, content: SmsContent): Promise<SmsResult> {
    const result = await this.pass(phone, content);
    if (!result.sent && (result.reason === 'settings' || result.reason === 'account-limit')) await this.tell(result.code);
    return result;
  }

  /** One try at the provider. */
  protected abstract pass(phone: string, content: SmsContent): Promise<SmsResult>;
}

/** Mainland numbers are kept without their country, Hong Kong's and Macau's with it (shared/identity). */
export function toE164(phone: string): string {
  return phone.startsWith('+') ? phone : `+86${phone}`;
}

/** Whether a number takes templates of the kind 国际/港澳台. */
export const isAbroad = (phone: string): boolean => !toE164(phone).startsWith('+86');
