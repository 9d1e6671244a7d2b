/** What the platform holds of a person, by category: what for, and how long (个人信息保护法 17: purpose and term are told). */
export interface HoldingText {
  readonly title: string;
  readonly purpose: string;
  readonly term: string;
  /** What becomes of it on [注销]: `goes` at once, `stays` for the reason and the time in `after`. */
  readonly fate: 'goes' | 'stays';
  readonly after: string;
}

/** law: Audit logs ≥6 months; provision records 3 years (docs/privacy.md). */
export const holdings = {
  account: {
    title: '微信账号',
    purpose: '认出是您登录，给您发微信通知',
    term: '使用期间',
    fate: 'goes',
    after: '与微信的联系立即断开，只留一个不能找到您的编号',
  },
  person: {
    title: '姓名、证件号、手机号',
    purpose: '核对产权、计票、发送通知，办理您提交的诉求',
    term: '绑定或任职期间，加密保存',
    fate: 'goes',
    after: '立即删除',
  },
  binding: { title: '绑定的房屋', purpose: '确定您在哪个小区、有哪些房屋', term: '绑定期间', fate: 'goes', after: '立即删除' },
  application: { title: '没有办完的身份申请', purpose: '核对身份', term: '24 小时，或办结为止', fate: 'goes', after: '立即删除' },
  certificate: {
    title: '线下认证的申请和证明照片',
    purpose: '不刷脸也能认证：由业委会或街道办核对原件',
    term: '没有办的 60 天；已认证的 1 年（业主大会决定可被起诉的时间）',
    fate: 'stays',
    after: '没有办的立即删除；已认证的证明照片保存到 1 年期满',
  },
  correction: {
    title: '产权更正和房屋信息的申请',
    purpose: '核对并改正产权登记、补入房屋',
    term: '答复后 180 天',
    fate: 'goes',
    after: '立即删除',
  },
  office: {
    title: '任职登记',
    purpose: '确定您以什么身份办事',
    term: '任职期间；卸任后 3 年，用于查清当时由谁办理',
    fate: 'stays',
    after: '卸任的登记只留姓氏和期限，姓名和电话立即删除；在任的要先解除任命',
  },
  consent: {
    title: '您同意过的文件',
    purpose: '证明什么时候同意了哪一版',
    term: '使用期间；撤回或注销后 3 年（提供记录保存 3 年）',
    fate: 'stays',
    after: '不带姓名地保存 3 年',
  },
  joined: {
    title: '参加的同诉',
    purpose: '把办理进展告诉您，统计有多少户反映',
    term: '小区办理档案，长期；可以随时退出',
    fate: 'goes',
    after: '立即退出并删除',
  },
  complaint: {
    title: '提交的诉求',
    purpose: '办理、督办和评价您反映的问题',
    term: '小区办理档案，长期；您的联系方式在注销时删除',
    fate: 'stays',
    after: '您的账号、电话、照片、户内位置和定位立即删除；文字里您的姓名和号码遮住后，作为小区办理记录保存',
  },
  reading: { title: '办理列表里的已读记号', purpose: '标出您还没有看过的诉求和新进展', term: '任职期间', fate: 'goes', after: '立即删除' },
  picture: { title: '上传的照片', purpose: '说明问题、证明身份', term: '随所属诉求或申请', fate: 'goes', after: '立即不能再看，24 小时内删除' },
  message: {
    title: '发给您的通知',
    purpose: '让您知道进度，证明该送达的已经送达',
    term: '3 年（送达记录）',
    fate: 'stays',
    after: '不带姓名和号码地保存到 3 年期满',
  },
  session: { title: '登录记录', purpose: '保持登录', term: '最长 30 天', fate: 'goes', after: '立即退出所有手机' },
  device: { title: '登录过的设备', purpose: '换新手机登录时先核对手机号', term: '最后一次使用后 2 年', fate: 'goes', after: '立即删除' },
  authenticator: { title: '动态口令', purpose: '敏感操作前确认是您本人', term: '任职期间', fate: 'goes', after: '立即删除' },
  audit: {
    title: '查看和操作记录',
    purpose: '查清谁在什么时候看过、改过什么',
    term: '3 年（依法不少于 6 个月）',
    fate: 'stays',
    after: '只有编号，没有姓名和号码；保存到 3 年期满',
  },
  wechat: { title: '您在公众号里发的话', purpose: '回复您，办理关注和取消', term: '30 天，加密保存', fate: 'goes', after: '立即删除' },
} as const satisfies Record<string, HoldingText>;
export type HoldingKey = keyof typeof holdings;
export const holdingKeys = Object.keys(holdings) as [HoldingKey, ...HoldingKey[]];
