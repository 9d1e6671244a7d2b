import type { SessionView } from '@wuye/shared/identity';
import type { Role } from '@wuye/shared/kit';
import { mayUse } from '../app/permissions';
import type { IconName } from '../kit/icons';
import type { Tile } from '../kit/TileGrid.vue';

/** A block of the home page [SZ-O 1]; `work` is for those who serve. */
export type Block = 'work' | 'community' | 'talk';

interface Entry {
  block: Block;
  label: string;
  icon: IconName;
  /** The first of these pages that exists; `:cid` is the chosen community. */
  to: readonly string[];
  /** Only for these roles; everyone when left out. */
  roles?: readonly Role[];
  /** Of them those whom the permission table lets do this. */
  action?: string;
  /** Shows how many messages are unread. */
  counts?: true;
}

/**
 * The functions in the manual's order (screens: Grid, Home). One whose page does not exist yet shows no tile, so a
 * feature appears here with its routes and nothing here changes.
 */
const ENTRIES: readonly Entry[] = [
  { block: 'work', label: '诉求处理', icon: 'todo', to: ['/tasks'], roles: ['project_manager'], action: 'complaint.work' },
  { block: 'work', label: '诉求总览', icon: 'chart', to: ['/company', '/tasks'], roles: ['company_head', 'company_clerk'], action: 'complaint.work' },
  { block: 'work', label: '诉求督办', icon: 'eye', to: ['/bureau', '/tasks'], roles: ['district_officer', 'city_officer'], action: 'complaint.work' },
  { block: 'work', label: '代业主登记', icon: 'edit', to: ['/c/:cid/register'], roles: ['project_manager', 'staff'], action: 'intake.register' },
  { block: 'work', label: '导入诉求', icon: 'list', to: ['/intake'], roles: ['district_officer', 'city_officer'], action: 'intake.import' },
  { block: 'work', label: '线下认证', icon: 'shield', to: ['/offline'], roles: ['committee_member', 'street_officer'], action: 'certificate.look-up' },
  { block: 'work', label: '更正办理', icon: 'edit', to: ['/corrections'], roles: ['district_officer', 'city_officer'], action: 'correction.work' },
  {
    block: 'work',
    label: '小区问题台账',
    icon: 'list',
    to: ['/c/:cid/ledger', '/ledgers'],
    roles: ['project_manager', 'staff', 'company_head', 'district_officer', 'city_officer'],
  },
  {
    block: 'work',
    label: '诉求统计',
    icon: 'chart',
    to: ['/figures'],
    roles: ['project_manager', 'company_head', 'company_clerk', 'street_officer', 'district_officer', 'city_officer'],
    action: 'figures.read',
  },
  {
    block: 'work',
    label: '红黑榜',
    icon: 'star-o',
    to: ['/rankings'],
    roles: ['company_head', 'company_clerk', 'district_officer', 'city_officer'],
    action: 'ranking.read',
  },
  { block: 'work', label: '公示牌', icon: 'scan', to: ['/c/:cid/board'], roles: ['project_manager', 'staff'], action: 'board.read' },
  {
    block: 'work',
    label: '公示牌张贴',
    icon: 'photograph',
    to: ['/boards'],
    roles: ['company_head', 'district_officer', 'city_officer'],
    action: 'board.watch',
  },
  { block: 'work', label: '权限管理', icon: 'key', to: ['/appoint'], roles: ['company_head'], action: 'appointment.read' },
  {
    block: 'work',
    label: '人员任命',
    icon: 'key',
    to: ['/appoint'],
    roles: ['street_officer', 'district_officer', 'city_officer'],
    action: 'appointment.read',
  },
  { block: 'work', label: '规则设置', icon: 'edit', to: ['/rules'], roles: ['city_officer'], action: 'policy.edit' },
  { block: 'work', label: '工作日历', icon: 'clock-o', to: ['/calendar'], roles: ['city_officer'], action: 'policy.read' },
  { block: 'work', label: '人员管理', icon: 'key', to: ['/appoint'], roles: ['project_manager'], action: 'appointment.read' },
  { block: 'community', label: '物业服务', icon: 'building', to: ['/c/:cid', '/role'] },
  { block: 'community', label: '业主身份绑定', icon: 'key', to: ['/bind'] },
  { block: 'community', label: '被委托人认证', icon: 'friends', to: ['/entrusted'] },
  { block: 'talk', label: '业主有话说', icon: 'chat', to: ['/say'] },
  { block: 'talk', label: '我的诉求', icon: 'notes-o', to: ['/say/mine'] },
  { block: 'talk', label: '物业红黑榜', icon: 'star-o', to: ['/rankings/published'] },
  { block: 'talk', label: '消息', icon: 'bell', to: ['/messages'], counts: true },
];

/** The large ones of 长辈版, before [全部功能]. */
const ELDER: readonly Omit<Entry, 'block'>[] = [
  { label: '业主有话说', icon: 'chat', to: ['/say'] },
  { label: '投票', icon: 'vote', to: ['/c/:cid/vote'] },
  { label: '消息', icon: 'bell', to: ['/messages'], counts: true },
];
/** They stand in while one of the four has no page yet, or its number is not known. */
const STAND_INS: readonly Omit<Entry, 'block'>[] = [
  { label: '我的诉求', icon: 'notes-o', to: ['/say/mine'] },
  { label: '业主身份绑定', icon: 'key', to: ['/bind'] },
];
const LARGE = 4;

export interface TileContext {
  session: Pick<SessionView, 'roles' | 'unread'>;
  communityId: string | null;
  /** Whether a page answers at this path. */
  exists: (path: string) => boolean;
}

function tileOf(entry: Omit<Entry, 'block'>, { session, communityId, exists }: TileContext): Tile[] {
  const { roles, action } = entry;
  if (roles && !session.roles.some((grant) => roles.includes(grant.role) && (!action || mayUse(action, [grant])))) return [];
  const paths = entry.to.filter((path) => communityId !== null || !path.includes(':cid')).map((path) => path.replace(':cid', communityId ?? ''));
  const to = paths.find(exists);
  return to === undefined ? [] : [{ label: entry.label, icon: entry.icon, to, ...(entry.counts && { count: session.unread }) }];
}

/** The tiles of one block for this person. */
export function tilesOf(block: Block, context: TileContext): Tile[] {
  return ENTRIES.filter((entry) => entry.block === block).flatMap((entry) => tileOf(entry, context));
}

/** 长辈版: the four that matter most, one's work first; with the phone of the service desk when it is known. */
export function elderTiles(context: TileContext, phone?: string): Tile[] {
  const call: Tile[] = phone ? [{ label: '打电话给物业', icon: 'phone', href: `tel:${phone}` }] : [];
  const some = (entries: readonly Omit<Entry, 'block'>[]) => entries.flatMap((entry) => tileOf(entry, context));
  return [...tilesOf('work', context).slice(0, 1), ...some(ELDER), ...call, ...some(STAND_INS)].slice(0, LARGE);
}
