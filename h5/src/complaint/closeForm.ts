import { closeComplaint, closingReasonNames, type closingReasons, type complaintRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import type { FormSchema } from '../kit/form';

type Reason = (typeof closingReasons)[number];
export type CloseBody = InputOf<typeof complaintRoutes.close>['body'];

export interface CloseValues {
  words: string;
  pictures: string[];
  outcome: 'solved' | 'unsolved' | null;
  reason: Reason | null;
}

/** Nothing is chosen: whether it is solved is for the manager to say. */
export function emptyClose(): CloseValues {
  return { words: '', pictures: [], outcome: null, reason: null };
}

/**
 * The contract's checks, and what 办结 needs beside: proof, how it ended, and why if it is not solved.
 * @param busy whether a picture has not arrived
 */
export function closeSchema(busy: () => boolean): FormSchema<CloseBody> {
  return {
    safeParse(value) {
      const { outcome, reason, words, pictures } = value as CloseValues;
      const result = closeComplaint.safeParse({ words, pictures, reason: outcome === 'unsolved' ? reason : null });
      const issues: { path: readonly PropertyKey[]; message: string }[] = [];
      if (busy()) issues.push({ path: ['pictures'], message: '照片还没有传完，请稍等，或删掉没传成的。' });
      // Closed although not fixed: the reason and the words are enough.
      else if (pictures.length === 0 && outcome !== 'unsolved') issues.push({ path: ['pictures'], message: '请拍一张处理后的照片。' });
      if (outcome === null) issues.push({ path: ['outcome'], message: '请选这件事解决了没有。' });
      if (outcome === 'unsolved' && reason === null) issues.push({ path: ['reason'], message: '请选没有解决的原因。' });
      if (!result.success) issues.push(...result.error.issues);
      if (result.success && issues.length === 0) return { success: true, data: result.data };
      return { success: false, error: { issues } };
    },
  };
}

/** What the confirming button is called: the act it does. */
export function actName(reason: Reason | null): string {
  return reason === null ? '办结：已解决' : `办结：未解决，${closingReasonNames[reason]}`;
}
