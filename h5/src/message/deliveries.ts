import { formatMoment } from '@wuye/shared/calendar';
import {
  type DeliveryOutcome,
  deliveryOutcomeNames,
  type DeliveryRow,
  type DeliveryTotals,
  type MissedReason,
  missedReasonNames,
  missedReasons,
  smsOutcomeNames,
} from '@wuye/shared/message';
import type { StatusKind } from '../kit/StatusTag.vue';

export const TABS = [
  { value: 'all', label: '全部' },
  { value: 'missed', label: '未送达' },
  { value: 'sent', label: '待确认' },
  { value: 'hand', label: '上门' },
] as const;
export type DeliveryTab = (typeof TABS)[number]['value'];

const KINDS: Readonly<Record<DeliveryOutcome, StatusKind>> = { wechat: 'good', sms: 'good', hand: 'good', sent: 'running', waiting: 'idle', missed: 'bad' };

/** A row's state as icon and word. */
export const outcomeLook = ({ outcome }: DeliveryRow): { kind: StatusKind; word: string } => ({ kind: KINDS[outcome], word: deliveryOutcomeNames[outcome] });

/** One way that a message went, and what became of it there. */
export interface Way {
  name: string;
  words: string;
}

function wechatWords({ outcome, wechat, sms }: DeliveryRow): string {
  if (outcome === 'wechat') return '已送达';
  if (wechat) return missedReasonNames[wechat];
  return outcome === 'waiting' && sms === null ? '发送中' : '已发出，没有回执';
}

/** 微信 → 短信 → 上门: the ways in their order; one that was not needed is left out. */
export function waysOf(row: DeliveryRow, now?: number): Way[] {
  const { sms, hand } = row;
  return [
    { name: '微信', words: wechatWords(row) },
    ...(sms ? [{ name: '短信', words: smsOutcomeNames[sms] }] : []),
    ...(hand ? [{ name: '上门', words: `${hand.by}，${formatMoment(Date.parse(hand.at), now)}` }] : []),
  ];
}

/** Whether somebody may still be sent to the door, or the record of it be corrected. */
export const handOpen = ({ outcome }: DeliveryRow): boolean => outcome === 'missed' || outcome === 'sent' || outcome === 'hand';

/** All communities together. */
export interface Sums {
  due: number;
  reached: number;
  missed: number;
  /** On its way, or sent without WeChat saying that it arrived. */
  open: number;
  reasons: { label: string; count: number }[];
}

export function sumsOf(totals: readonly DeliveryTotals[]): Sums {
  const sum = (count: (each: DeliveryTotals) => number) => totals.reduce((whole, each) => whole + count(each), 0);
  const reason = (name: MissedReason) => ({ label: missedReasonNames[name], count: sum(({ reasons }) => reasons[name]) });
  return {
    due: sum(({ due }) => due),
    reached: sum(({ wechat, sms, hand }) => wechat + sms + hand),
    missed: sum(({ missed }) => missed),
    open: sum(({ sent, waiting }) => sent + waiting),
    reasons: missedReasons.map(reason).filter(({ count }) => count > 0),
  };
}

const COMPLAINT = /^\d{8}-\d{6}$/;

/** What the page is about, in words. */
export const subjectWords = (subject: string): string => (COMPLAINT.test(subject) ? `诉求 ${subject}` : `通知 ${subject}`);

/** The complaint's own page, where it is one. */
export const subjectLink = (subject: string): string | null => (COMPLAINT.test(subject) ? `/tasks/${subject}` : null);
