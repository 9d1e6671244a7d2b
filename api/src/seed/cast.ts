import type { IdDocumentType } from '@wuye/shared/identity';
import { openidOf } from './ids.js';
import { residentIdNumber } from './identifiers.js';

/** Someone whose WeChat the simulator plays. */
export interface CastPerson {
  readonly slug: string;
  readonly openid: string;
  readonly nickname: string;
  /** Who this is and what they can try, for whoever opens the simulator. */
  readonly about: string;
  readonly phone: string;
  readonly name: string;
  readonly idType: IdDocumentType;
  readonly idNumber: string;
  readonly snapshot: boolean;
  readonly subscribed: boolean;
}

/** Where a cast member's house is: which community of the plan, then as it is printed. */
export interface Address {
  readonly community: number;
  readonly building: string;
  readonly house: string;
}

/** Slug, nickname, name, about, birth and sequence of the id number (even for a woman). */
const ROLES = [
  ['owner-chen', '陈女士', '陈静文', '业主，还没有绑定。华阳小区 3栋2单元501 登记在她名下：可以走一遍身份绑定。', '19880808', '902'],
  ['owner-li', '李先生', '李建明', '业主，已绑定并通过人脸认证。在华阳小区和银杏雅苑各有一套房。', '19790910', '901'],
  ['owner-zhao', '赵先生', '赵一行', '产权登记里查不到他的姓名和证件号：绑定时会得到说明。', '19850505', '903'],
  ['owner-sun', '孙女士', '孙晓晴', '有产权登记，但房屋不在基础数据里：绑定时会得到说明。', '19920202', '904'],
  ['manager-wang', '王经理', '王永康', '华阳小区的项目经理，已登录过：收到诉求就要响应。', '19830303', '905'],
  ['manager-liu', '刘经理', '刘海燕', '两个小区的项目经理，还没有认领身份：用登记的手机号认领。', '19870707', '906'],
  ['head-zhou', '周总', '周立新', '华阳小区物业公司的企业负责人，已登录过。', '19751010', '907'],
  ['officer-wu', '吴科长', '吴志华', '武侯区住建局的区级管理员，已登录过。', '19800606', '909'],
  ['visitor-qian', '钱先生', '钱云帆', '从聊天里点开的快照页：只能看，点“使用完整服务”后才能办事。', '19950909', '911'],
  ['stranger-he', '何女士', '何安然', '路过的人，没有关注公众号：能扫海报反映问题，但收不到消息。', '19990101', '908'],
  ['clerk-ma', '马经办', '马思远', '华阳小区物业公司的企业经办人，已登录过。', '19890404', '912'],
  ['staff-deng', '邓师傅', '邓长顺', '华阳小区的维修管家（从业人员），已登录过。', '19860202', '913'],
  ['committee-lin', '林老师', '林慧芳', '华阳小区的业委会成员，已登录过：给业主办线下认证。', '19650808', '914'],
  ['street-gao', '高干事', '高宇', '华阳小区所在街道的街道办人员，已登录过：给业主办线下认证。', '19910505', '915'],
  ['city-luo', '罗处长', '罗正清', '市住建局的市级管理员，已登录过。', '19730303', '917'],
  [
    'owner-wong',
    '黃先生',
    '黄志强',
    '业主，香港居民，还没有绑定。华阳小区 1栋1单元201 按回乡证登记在他名下：不刷脸绑定，线下认证后才能投票。',
    '19820202',
    '918',
  ],
] as const;

/** A cast member's name in addresses. */
export type Slug = (typeof ROLES)[number][0];

/** Papers other than the mainland card, made up as all numbers here. */
const OTHER_PAPERS: Readonly<Partial<Record<Slug, Pick<CastPerson, 'idType' | 'idNumber'>>>> = {
  'owner-wong': { idType: 'hk-macau', idNumber: 'H90000918' },
};

/** The cast: the same people in every run and in a city of any size. */
export const cast: readonly CastPerson[] = ROLES.map(([slug, nickname, name, about, birth, sequence], index) => ({
  slug,
  openid: openidOf(slug),
  nickname,
  about,
  phone: `138000001${String(index).padStart(2, '0')}`,
  name,
  idType: 'resident' as const,
  idNumber: residentIdNumber('00', birth, sequence),
  ...OTHER_PAPERS[slug],
  snapshot: slug === 'visitor-qian',
  subscribed: slug !== 'stranger-he',
}));

/** One of the cast. */
export function castPerson(slug: Slug): CastPerson {
  const found = cast.find((person) => person.slug === slug);
  if (!found) throw new Error(`There is no ${slug} in the cast.`);
  return found;
}

/** The houses that the register holds under a cast member's name; nobody else's name stands beside theirs. */
export const castHouses: readonly (Address & { readonly slug: Slug })[] = [
  { slug: 'owner-chen', community: 0, building: '3栋', house: '2单元501' },
  { slug: 'owner-li', community: 0, building: '2栋', house: '1单元302' },
  { slug: 'owner-wong', community: 0, building: '1栋', house: '1单元201' },
  { slug: 'owner-li', community: 1, building: '1栋', house: '1单元201' },
];
