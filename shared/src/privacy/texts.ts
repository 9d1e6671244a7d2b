/** A text that people agree to. Each version ever shown stays here, so that who agreed to it can read it again. */
export interface ConsentText {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly words: string }[];
}

export const consentDocuments = ['user-agreement', 'face', 'sharing'] as const;
export type ConsentDocument = (typeof consentDocuments)[number];

export const consentNames: Record<ConsentDocument, string> = {
  'user-agreement': '《用户协议》',
  face: '使用人脸信息的单独同意',
  sharing: '向第三方提供信息的单独同意',
};

/** What follows when it is taken back (个人信息保护法 15: withdrawing is as easy as giving, what was done before stays valid). */
export const withdrawals: Record<ConsentDocument, string> = {
  'user-agreement': '撤回《用户协议》就是注销：解除绑定、删除个人信息、退出登录。',
  face: '撤回后不再为您发起人脸识别。已经通过的认证仍有效；以后要认证，可以到业委会或街道办线下办理，权利一样。',
  sharing: '撤回后不再把您的信息交给第三方：不能再线上绑定新房屋。已经绑定的房屋不变；法规要求必须送达的通知仍会发短信。',
};

const agreement202611: ConsentText = {
  title: '用户协议',
  sections: [
    { heading: '一、这是什么服务', words: '业主在这里绑定自己的房屋，参加业主大会投票，查看小区公开信息，反映小区问题。绑定和使用都不收费。' },
    {
      heading: '二、怎么核对身份',
      words:
        '我们用您填写的姓名和身份证号查询不动产登记，用短信核对手机号码，用微信人脸识别核对是您本人。人脸识别由微信完成，平台只收到“通过”或“未通过”，不保存人脸照片。',
    },
    {
      heading: '三、信息怎么用、谁能看到',
      words: '您的信息只用于核对产权、投票计票、发送通知和办理您提交的诉求。对外公示时姓名和号码都会遮住一部分。物业和主管部门查看您的联系方式会留下记录。',
    },
    {
      heading: '四、保存多久',
      words: '绑定期间加密保存。没有办完的申请 24 小时后失效。解除绑定后，已投的票仍有效，依法需要留存的记录按规定期限保存。',
    },
    { heading: '五、您的权利', words: '您可以查看、更正自己的信息，随时解除绑定或撤回同意。不同意人脸识别，可以到业委会或街道办线下认证，权利一样。' },
    { heading: '六、请您做到', words: '填写真实信息，只绑定自己名下的房屋；不把短信验证码告诉别人。工作人员不会向您索要验证码。' },
  ],
};

const face202611: ConsentText = {
  title: '使用人脸信息的单独同意',
  sections: [
    { heading: '用来做什么', words: '只用于这一次核对是您本人。' },
    { heading: '谁来处理', words: '由人脸识别服务方（微信或公安部门认可的核验服务）处理；平台只收到“通过”或“未通过”和一个编号，不保存照片和视频。' },
    { heading: '不同意也可以办', words: '可以到业委会或街道办线下认证，权利一样。' },
    { heading: '怎么撤回', words: '“我的 - 隐私 - 同意记录”里可以随时撤回，已经完成的认证不受影响。' },
  ],
};

const sharing202611: ConsentText = {
  title: '向第三方提供信息的单独同意',
  sections: [
    { heading: '不动产登记机构', words: '提供姓名、证件号，用来核对您名下的房屋。' },
    { heading: '人脸识别服务方', words: '提供姓名、证件号，用来核对是您本人；只在您单独同意人脸识别时。' },
    { heading: '短信服务商', words: '提供手机号码，用来发验证码，以及微信没有送达时的必要通知。短信里没有姓名和房号。' },
    { heading: '不会提供给谁', words: '不提供给广告商和其他企业。物业公司看到的姓名和电话是遮住一部分的，查看完整电话要写原因，您能看到是谁看的。' },
    { heading: '怎么撤回', words: '“我的 - 隐私 - 同意记录”里可以随时撤回；不同意就不能线上绑定，可以致电客服。' },
  ],
};

/** Document → version → text. A change of words is a new version beside the old ones, never an edit. */
export const consentTexts: Record<ConsentDocument, Readonly<Record<string, ConsentText>>> = {
  'user-agreement': { '2026-11': agreement202611 },
  face: { '2026-11': face202611 },
  sharing: { '2026-11': sharing202611 },
};

/** Version of the separate consent to passing data on (个人信息保护法 23) that is asked for now. */
export const SHARING_CONSENT_VERSION = '2026-11';
