import { z } from 'zod';
import { words } from './schemas.js';

/** Why someone in office looks at what is masked (查看完整): each look names one, and whose data it is reads it. */
export const revealReasons = ['handle', 'verify', 'notify', 'emergency', 'other'] as const;
export type RevealReasonKind = (typeof revealReasons)[number];
export const revealReasonNames: Record<RevealReasonKind, string> = {
  handle: '办理诉求，需要联系',
  verify: '核对身份或产权',
  notify: '通知没有送达，需要联系',
  emergency: '紧急情况',
  other: '其他',
};

/** The reason of a look: a choice, and for 其他 a few words. They stand in the audit log, so they hold no number of anyone. */
export const revealReason = z
  .object({ kind: z.enum(revealReasons, '请选择查看的原因'), words: words(0, 60).default('') })
  .refine(({ kind, words }) => kind !== 'other' || words.length >= 2, { path: ['words'], message: '请写明原因' })
  .refine(({ words }) => !/\d{6}/.test(words), { path: ['words'], message: '请不要写电话、证件号' });
export type RevealReason = z.output<typeof revealReason>;

/** Body of every route that shows in full what is masked elsewhere. */
export const revealBody = z.object({ reason: revealReason });
