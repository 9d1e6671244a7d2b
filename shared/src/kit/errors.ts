/**
 * Expected failures. A code is for programs and never changes; the title is the sentence a person reads: what
 * happened and what to do next (screens: never blame, never 失败 or 系统繁忙 alone).
 */
export interface ErrorEntry {
  /** HTTP status of the problem document (RFC 9457). */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** Chinese sentence; `{name}` is replaced from the problem's values. */
  readonly title: string;
}

/** The error slice of one feature: code → entry. Codes look like `COMPLAINT.NOT_FOUND`. */
export type ErrorSlice = Readonly<Record<string, ErrorEntry>>;

/** Declares a feature's errors; the codes become a type, so a misspelt one does not compile. */
export function defineErrors<const S extends ErrorSlice>(slice: S): S {
  return slice;
}

/** Fills `{name}` in a title. Unknown names stay as they are, so a slip is seen and not hidden. */
export function fillTitle(title: string, values: Readonly<Record<string, string | number>> = {}): string {
  return title.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/** The failures that any route may answer with: they belong to the platform, not to a feature. */
export const platformErrors = defineErrors({
  'REQUEST.INVALID': { status: 422, title: '有几处填写需要修改，请看下面的提示。' },
  'REQUEST.MALFORMED': { status: 400, title: '没有读懂这次提交的内容，请刷新页面后再试。' },
  'REQUEST.TOO_LARGE': { status: 413, title: '提交的内容太大，请减少文字或图片后再试。' },
  'REQUEST.UNSUPPORTED': { status: 415, title: '不支持这种内容格式。' },
  'REQUEST.CROSS_SITE': { status: 403, title: '请从公众号菜单进入后再操作。' },
  'REQUEST.TOO_MANY': { status: 429, title: '操作太频繁，请过一会儿再试。' },
  'ROUTE.NOT_FOUND': { status: 404, title: '没有找到这个页面，请从首页重新进入。' },
  'SESSION.REQUIRED': { status: 401, title: '请先从公众号进入，登录后继续。' },
  'SESSION.UNPROVEN': { status: 403, title: '这是您第一次在这台设备上登录，请先验证登记的手机号。' },
  'ACCESS.DENIED': { status: 403, title: '您现在的身份不能做这件事，请切换身份或联系物业。' },
  'ACCESS.CONFIRM': { status: 403, title: '这一步要先确认是您本人，请输入短信验证码或动态口令。' },
  'IDEMPOTENCY.KEY_REUSED': { status: 409, title: '这次提交和之前的内容不一样，请刷新页面后重新提交。' },
  'IDEMPOTENCY.KEY_INVALID': { status: 400, title: '提交编号不正确，请刷新页面后重新提交。' },
  'SERVER.FAULT': { status: 500, title: '出了点问题，我们已经记录。您填写的内容还在，请稍后重试。' },
  'SERVER.UNAVAILABLE': { status: 503, title: '服务正在恢复，您填写的内容还在，请一分钟后重试。' },
});
