import type { ComplaintRow, ComplaintView, PublicComplaint, SimilarView } from '@wuye/shared/complaint';
import { isOpen } from './words';

/** Words of 同诉; names repeat the contract's, whose module brings zod with it (together.spec.ts holds the two together). */
export const NEAR_NAMES: Readonly<Record<SimilarView['near'], string>> = { unit: '同单元', building: '同楼栋', near: '附近', community: '本小区' };
export const FLAG_NAMES: Readonly<Record<ComplaintRow['flags'][number], string>> = { grave: '重大', grouped: '群体', repeated: '反复' };

export const nearWords = ({ near, homes, title }: Pick<SimilarView, 'near' | 'homes' | 'title'>): string =>
  `${NEAR_NAMES[near]}已有${homes}户反映“${title.split('·')[0]}”`;

/** `4人同诉 · 群体`, '' where there is nothing to say. */
export function togetherTags({ joiners, flags }: Pick<ComplaintRow, 'joiners' | 'flags'>): string {
  return [joiners > 0 && `${joiners + 1}人同诉`, ...flags.map((flag) => FLAG_NAMES[flag])].filter(Boolean).join(' · ');
}

/** What those who spoke together read (delight 3). */
export function togetherWords(view: Pick<ComplaintView, 'joiners' | 'mine' | 'joined' | 'state' | 'rating'>): string {
  if (view.joiners === 0 || !(view.mine || view.joined)) return '';
  if (view.state === 'withdrawn') return view.joined ? '提交的人已撤回。如果还没有解决，请您再提交一件。' : '';
  return isOpen(view) ? `您和另外 ${view.joiners} 人一起反映了这件事` : `您和另外 ${view.joiners} 人一起等到了结果`;
}

/** How it ended, as the community may know it. */
export function publicResult({ closedAt, closingReason, state }: Pick<PublicComplaint, 'closedAt' | 'closingReason' | 'state'>): string {
  if (state === 'unsolved') return '办结后诉求人认为没有解决';
  if (closedAt === null) return '';
  // The tag says already that it is closed.
  return closingReason === null ? '' : `已办结，暂未解决：${REASONS[closingReason]}`;
}

const REASONS: Readonly<Record<NonNullable<PublicComplaint['closingReason']>, string>> = {
  assembly: '需业主大会决定',
  fund: '需专项资金',
  other_department: '属其他部门',
  unverifiable: '无法核实',
};
