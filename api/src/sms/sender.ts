/** What can be said by SMS. Each kind is one approved template at a provider that wants templates. */
export type SmsContent =
  | { readonly kind: 'code'; readonly values: { readonly code: string; readonly minutes: number } }
  /** That something waits in WeChat, for those whom WeChat did not reach. */
  | { readonly kind: 'notice'; readonly values: { readonly title: string; readonly subject: string } }
  /** News of a matter by its number, with a page that opens without sign-in: for those who have no account. `page` ends with the token. */
  | { readonly kind: 'page'; readonly values: { readonly no: string; readonly words: string; readonly page: string; readonly token: string } };

export type SmsKind = SmsContent['kind'];

/**
 * Why nothing was sent:
 * - `phone-limit`: this phone has had too many today;
 * - `account-limit`: the operator's allowance or balance is used up;
 * - `unreachable`: no answer, or busy; the same message may pass in a minute;
 * - `refused`: it will never pass as it is (a wrong number, an unapproved template, a wrong key).
 */
export type SmsFailure = 'phone-limit' | 'account-limit' | 'unreachable' | 'refused';

/** Whether the provider took a message. `code` is the provider's own word, for the log and the operator. */
export type SmsResult = { readonly sent: true; readonly id: string | null } | { readonly sent: false; readonly reason: SmsFailure; readonly code: string };

/** The port: sends text messages. Nothing throws; whom and what never reaches a log. */
export abstract class SmsSender {
  abstract send(phone: string, content: SmsContent): Promise<SmsResult>;
}

/** Mainland numbers are kept without their country, Hong Kong's and Macau's with it (shared/identity). */
export function toE164(phone: string): string {
  return phone.startsWith('+') ? phone : `+86${phone}`;
}
