/** What the specs of this folder share: a complaint, and who looks at it. */
import type { SessionView } from '@wuye/shared/identity';
import type { ComplaintRow, ComplaintView } from '@wuye/shared/complaint';
import { openAmong } from '../app/spec-kit';
import routes from './routes';

export { answering, press, problem, type Sent } from '../app/spec-kit';

export const NO = '20261121-004712';
export const at = (text: string): string => new Date(`2026-11-${text}:00+08:00`).toISOString();

const SENTENCE = '{from} 收到，非工作时间。物业应在 8 小时内响应：{due} 前。';

export const row = (change: Partial<ComplaintRow> = {}): ComplaintRow => ({
  no: NO,
  kind: 'repair',
  category: 'elevator',
  title: '电梯·报事报修',
  state: 'submitted',
  rating: null,
  communityName: '华阳小区',
  submittedAt: at('21T10:05'),
  dueAt: at('21T18:05'),
  joiners: 0,
  flags: [],
  urgedDueAt: null,
  pausedUntil: null,
  ...change,
});

export const view = (change: Partial<ComplaintView> = {}): ComplaintView => ({
  ...row(),
  words: '<b>老人</b>下不了楼\n第二行',
  place: '3栋2单元',
  position: null,
  pictures: ['01AAAAAAAAAAAAAAAAAAAAAAAA'],
  anonymous: false,
  closingReason: null,
  source: 'code',
  outsideNo: null,
  mine: true,
  joined: false,
  submitter: { name: '李*', phone: '138****0101' },
  class: null,
  level: 'manager',
  proposedDate: null,
  agreedDate: null,
  referral: null,
  sorting: null,
  handler: { level: 'manager', name: '禾木物业', phone: '028-1234' },
  clocks: [
    {
      clock: 'respond',
      round: 1,
      startedAt: at('21T10:05'),
      dueAt: at('21T18:05'),
      metAt: null,
      voidAt: null,
      pause: null,
      sentence: SENTENCE,
      source: '成住建发〔2023〕62号 一(二)',
    },
  ],
  events: [event('submitted', { by: { role: 'submitter', name: '' } })],
  pauses: [],
  can: [],
  ...change,
});

export const event = (
  kind: ComplaintView['events'][number]['kind'],
  change: Partial<ComplaintView['events'][number]> = {},
): ComplaintView['events'][number] => ({
  id: kind,
  at: at('21T12:10'),
  kind,
  by: { role: 'project_manager', name: '王*' },
  words: '',
  pictures: [],
  ...change,
});

/** A closing that waits for its verdict. */
export const closed = (change: Partial<ComplaintView> = {}): ComplaintView =>
  view({
    state: 'closed',
    dueAt: null,
    can: ['judge'],
    events: [event('closed', { words: '已更换电梯主板，恢复运行', pictures: ['01BBBBBBBBBBBBBBBBBBBBBBBB'] })],
    ...change,
  });

export const owner: SessionView = {
  account: { id: 'a' },
  person: { name: '李*', phone: '138****0101', certified: 'face' },
  roles: [{ role: 'owner', scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }],
  communities: [{ id: 'c1', name: '华阳小区', code: 'code-1' }],
} as unknown as SessionView;

export const staff = (role: 'project_manager' | 'staff' | 'company_head' | 'district_officer' | 'city_officer'): SessionView =>
  ({ ...owner, roles: [{ role, scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }] }) as SessionView;

export const stranger: SessionView = { ...owner, person: null, roles: [], communities: [] };

/** Opens a path as the app does, signed in as `session`. */
export const open = (path: string, session: SessionView) => openAmong(routes, path, session);
