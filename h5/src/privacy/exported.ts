import { formatMoment } from '@wuye/shared/calendar';
import { consentNames } from '@wuye/shared/privacy';
import { ROLE_NAMES } from '../app/session';

/** What the names in the file mean, where a person reads it; programs read the file itself. */
const LABELS: Readonly<Record<string, string>> = {
  exportedAt: '导出时间',
  platform: '登录、照片和记录',
  identity: '身份和房屋',
  certificate: '线下认证',
  correction: '更正申请',
  complaint: '诉求',
  message: '通知',
  wechat: '公众号里的话',
  security: '动态口令',
  id: '编号',
  openid: '微信编号',
  deviceName: '设备',
  devices: '设备',
  authenticator: '动态口令',
  activatedAt: '启用时间',
  appointedAt: '任命时间',
  endedAt: '卸任时间',
  scopeType: '范围',
  scopeId: '范围编号',
  width: '宽',
  height: '高',
  latitude: '纬度',
  longitude: '经度',
  system: '坐标系',
  accuracy: '误差（米）',
  account: '账号',
  person: '本人',
  name: '姓名',
  idNumber: '证件号',
  idType: '证件类型',
  phone: '手机号',
  certified: '认证方式',
  certifiedAt: '认证时间',
  homes: '房屋',
  houseId: '房屋编号',
  communityId: '小区编号',
  boundAt: '绑定时间',
  offices: '任职',
  role: '身份',
  consents: '同意记录',
  document: '文件',
  version: '版本',
  withdrawnAt: '撤回时间',
  complaints: '提交的诉求',
  no: '编号',
  title: '标题',
  state: '状态',
  rating: '评价',
  submittedAt: '提交时间',
  words: '内容',
  place: '位置',
  position: '定位',
  anonymous: '隐藏姓名和电话',
  pictures: '照片',
  address: '地址',
  said: '后来说的话',
  sessions: '登录',
  createdAt: '开始时间',
  seenAt: '最近使用',
  revokedAt: '退出时间',
  audit: '查看和操作记录',
  byMe: '本人操作',
  action: '操作',
  subject: '对象',
  detail: '说明',
  messages: '通知',
  at: '时间',
  data: '内容',
  reading: '已读记号',
  read: '看过的诉求',
  tabs: '整页标为已读',
  tab: '列表',
  readAt: '阅读时间',
  events: '消息和事件',
  kind: '类型',
  content: '内容',
};

export interface Line {
  /** 0 for a part, deeper for what lies in it. */
  readonly depth: number;
  readonly label: string;
  readonly value: string;
}

const WORDS: Readonly<Record<string, string>> = { ...ROLE_NAMES, ...consentNames, face: '人脸识别', offline: '线下', none: '没有', resident: '居民身份证' };
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const label = (name: string): string => LABELS[name] ?? name;

function plain(value: unknown, now: number): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  return INSTANT.test(text) ? formatMoment(Date.parse(text), now) : (WORDS[text] ?? text);
}

/** The file as lines to read: empty things are left out. */
export function linesOf(name: string, value: unknown, now: number, depth = 0): Line[] {
  if (value === null || value === '' || value === undefined) return [];
  if (typeof value !== 'object') return [{ depth, label: label(name), value: plain(value, now) }];
  const inner = Array.isArray(value)
    ? value.flatMap((each: unknown, order) =>
        typeof each === 'object' ? linesOf(`第 ${order + 1} 条`, each, now, depth + 1) : linesOf(`${order + 1}`, each, now, depth + 1),
      )
    : Object.entries(value).flatMap(([key, each]) => linesOf(key, each, now, depth + 1));
  return inner.length > 0 ? [{ depth, label: label(name), value: '' }, ...inner] : [];
}
