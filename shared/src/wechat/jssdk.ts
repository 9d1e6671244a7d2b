import { sha1 } from './sha1.js';

/** What is signed for a page that uses WeChat's JS-SDK. */
export interface JsSdkInput {
  readonly ticket: string;
  readonly noncestr: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly url: string;
}

/** The address that is signed: WeChat leaves out what stands behind #. */
export function signedUrl(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

/** The signature of `wx.config` (WeChat: JS-SDK 使用权限签名算法). */
export function jssdkSignature({ ticket, noncestr, timestamp, url }: JsSdkInput): { signature: string } {
  return { signature: sha1(`jsapi_ticket=${ticket}&noncestr=${noncestr}&timestamp=${timestamp}&url=${signedUrl(url)}`) };
}
