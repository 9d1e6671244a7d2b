/** The kinds of base data, each in a file of its own, in the order in which they build on each other. */
export const baseKinds = ['districts', 'streets', 'companies', 'communities', 'buildings', 'houses'] as const;
export type BaseKind = (typeof baseKinds)[number];

const DISTRICT = ['行政区', '行政区名称', '区县'] as const;
const STREET = ['街道', '街道名称', '镇街'] as const;
const COMPANY = ['企业名称', '物业服务企业', '物业企业'] as const;
const COMMUNITY = ['小区', '小区名称', '项目名称'] as const;
const BUILDING = ['楼栋', '幢号', '栋号'] as const;

/** The columns of each kind's table, by the names that its first row may give them. Ours: no source prescribes the files. */
export const baseColumns = {
  districts: { code: ['区划代码', '行政区划代码'], name: DISTRICT, bureauName: ['主管部门', '主管部门名称'], bureauPhone: ['主管部门电话', '监督电话'] },
  streets: { code: ['街道代码'], name: STREET },
  companies: { creditCode: ['统一社会信用代码', '信用代码'], name: COMPANY, hotline: ['企业电话', '投诉热线', '服务热线'] },
  communities: {
    district: DISTRICT,
    street: STREET,
    company: ['统一社会信用代码', '信用代码', ...COMPANY],
    name: COMMUNITY,
    address: ['地址', '小区地址'],
    servicePhone: ['服务电话', '24小时服务电话', '24小时客服电话'],
  },
  buildings: { district: DISTRICT, community: COMMUNITY, name: BUILDING },
  houses: { district: DISTRICT, community: COMMUNITY, building: BUILDING, name: ['房号', '房屋', '户室号'], area: ['专有面积', '专有部分面积'] },
} as const;
export type BaseColumn<Kind extends BaseKind = BaseKind> = Kind extends BaseKind ? keyof (typeof baseColumns)[Kind] & string : never;

/** What a file, or a row of it, may leave out. A district is needed only to tell two communities of one name apart. */
export const optionalColumns: { readonly [Kind in BaseKind]: readonly BaseColumn<Kind>[] } = {
  districts: [],
  streets: [],
  companies: [],
  communities: ['street'],
  buildings: ['district'],
  houses: ['district'],
};
