import type { Role } from '@wuye/shared/kit';
import type { IconName } from '../kit/icons';
import type { Tile } from '../kit/TileGrid.vue';

interface Entry {
  label: string;
  icon: IconName;
  /** What the permission table says of it; left out where the page shows only one's own. */
  action?: string;
  /** `:cid` is the community, `:code` its poster code. */
  to: string;
}

const PUBLIC: Entry = { label: '公开诉求', icon: 'eye', to: '/c/:cid/public', action: 'complaint.public' };
const OWNER: readonly Entry[] = [
  { label: '委托管理', icon: 'friends', to: '/c/:cid/delegation' },
  { label: '业主决策', icon: 'vote', to: '/c/:cid/vote' },
  { label: '招标投标情况', icon: 'list', to: '/c/:cid/tender' },
  { label: '小区问题公开', icon: 'list', to: '/c/:cid/ledger', action: 'ledger.published' },
  { label: '业主有话说', icon: 'chat', to: '/say?code=:code' },
  { label: '我的诉求', icon: 'notes-o', to: '/say/mine' },
  PUBLIC,
];
const LEDGER: Entry = { label: '小区问题台账', icon: 'list', to: '/c/:cid/ledger' };
const BOARD: Entry = { label: '公示牌', icon: 'scan', to: '/c/:cid/board', action: 'board.read' };
const BOARDS: Entry = { label: '公示牌张贴', icon: 'photograph', to: '/boards', action: 'board.watch' };
const CERTIFY: Entry = { label: '线下认证', icon: 'shield', to: '/offline', action: 'certificate.look-up' };
const CORRECT: Entry = { label: '更正办理', icon: 'edit', to: '/corrections', action: 'correction.work' };
const REGISTER: Entry = { label: '代业主登记', icon: 'edit', to: '/c/:cid/register', action: 'intake.register' };
const INTAKE: Entry = { label: '导入诉求', icon: 'list', to: '/intake', action: 'intake.import' };
const PROOF: Entry = { label: '送达情况', icon: 'bell', to: '/deliveries', action: 'message.deliveries' };
const STAFF: readonly Entry[] = [{ label: '诉求处理', icon: 'todo', to: '/tasks', action: 'complaint.work' }, REGISTER, LEDGER];
const MANAGER: readonly Entry[] = [...STAFF, PUBLIC, BOARD, PROOF, { label: '招标投标情况', icon: 'list', to: '/c/:cid/tender' }];
const OFFICER: readonly Entry[] = [{ label: '诉求督办', icon: 'eye', to: '/tasks', action: 'complaint.work' }, INTAKE, CORRECT, LEDGER, BOARD, BOARDS, PROOF];

/** Functions by role, in the manual's order (screens: Grid). */
const GRID: Partial<Record<Role, readonly Entry[]>> = {
  project_manager: MANAGER,
  staff: [...STAFF, BOARD],
  company_head: [{ label: '诉求总览', icon: 'chart', to: '/tasks', action: 'complaint.work' }, LEDGER, BOARD, BOARDS, PROOF],
  company_clerk: [{ label: '诉求总览', icon: 'chart', to: '/tasks', action: 'complaint.work' }, BOARD, PROOF],
  committee_member: [CERTIFY, PROOF],
  street_officer: [CERTIFY, PROOF],
  district_officer: OFFICER,
  city_officer: OFFICER,
  owner: OWNER,
  entrusted_person: OWNER.slice(1),
};

export interface GridContext {
  id: string;
  /** Empty for who has no code: then there is nothing to say it with. */
  code: string;
  /** Roles held at this community. */
  roles: readonly Role[];
  /** Whether a page answers at this path. */
  exists: (path: string) => boolean;
  /** Whether the roles held here let one do it: an office may be given for some features alone. */
  may: (action: string) => boolean;
}

/** The community's functions for this person: of pages that exist, each once, one's work first. */
export function gridOf({ id, code, roles, exists, may }: GridContext): Tile[] {
  const entries = (Object.keys(GRID) as Role[]).filter((role) => roles.includes(role)).flatMap((role) => GRID[role] ?? []);
  const once = [...new Map(entries.map((entry) => [entry.label, entry])).values()];
  return once.flatMap(({ label, icon, to, action }) => {
    if (action && !may(action)) return [];
    if (to.includes(':code') && !code) return [];
    const path = to.replace(':cid', id).replace(':code', encodeURIComponent(code));
    return exists(path) ? [{ label, icon, to: path }] : [];
  });
}
