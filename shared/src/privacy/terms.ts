const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rows that serve for a while: how long they stay, and why. The sweeps, the page 隐私 and docs/privacy.md read this one list. */
export interface KeepTerm {
  /** What it is, as people say it. */
  readonly what: string;
  /** Milliseconds after its end; `from` says after what. */
  readonly keep: number;
  readonly from: string;
  readonly words: string;
  readonly why: string;
}

export const keepTerms = {
  captcha: { what: '图形验证码', keep: HOUR, from: '失效', words: '失效后 1 小时', why: '只用一次' },
  smsCode: { what: '短信验证码', keep: DAY, from: '失效', words: '失效后 24 小时', why: '防止短时间内反复获取' },
  application: { what: '没有办完的身份申请', keep: 0, from: '失效', words: '24 小时失效，随即删除', why: '里面有姓名和证件号' },
  session: { what: '登录记录', keep: 0, from: '失效', words: '最长 30 天，失效即删除', why: '失效后不再需要' },
  device: { what: '登录过的设备', keep: 2 * 365 * DAY, from: '最后一次登录', words: '2 年没有登录即删除', why: '认出用过的设备，新设备要验证手机' },
  signIn: { what: '登录过程', keep: 0, from: '失效', words: '10 分钟失效，随即删除', why: '只用一次' },
  answer: { what: '重复提交的回答', keep: 3 * DAY, from: '提交', words: '3 天', why: '网络中断后重试时给同样的回答' },
  limit: { what: '次数限制的计数', keep: DAY, from: '最后一次', words: '1 天', why: '防止滥用' },
  event: { what: '公众号收到的消息和事件', keep: 30 * DAY, from: '收到', words: '30 天', why: '微信会重复推送，要能认出来' },
  picture: { what: '没有用上的照片', keep: 8 * DAY, from: '上传', words: '8 天；撤销或注销的 24 小时内', why: '没有写完的表单在手机上保留 7 天' },
  upload: { what: '没有传完的照片', keep: DAY, from: '最后收到一段', words: '24 小时', why: '网络中断后接着传；没有传完就不再需要' },
  message: { what: '通知的送达记录', keep: 3 * 365 * DAY, from: '发出', words: '3 年', why: '送达和提供记录保存 3 年' },
  callerLink: { what: '短信里的进度链接', keep: 3 * 365 * DAY, from: '发出', words: '办结后 90 天打不开，3 年删除', why: '只留校验值，打开时核对' },
  consent: { what: '撤回或注销后的同意记录', keep: 3 * 365 * DAY, from: '撤回', words: '3 年', why: '送达和提供记录保存 3 年' },
} as const satisfies Record<string, KeepTerm>;
export type KeepTermKey = keyof typeof keepTerms;

/** Days that the audit log is kept: by law at least 6 months; a setting of the operator. */
export const AUDIT_DAYS = { least: 184, usual: 3 * 365 } as const;
