import {
  COMPLAINT_WORDS,
  complaintCategories,
  submitComplaint,
  type ComplaintCategory,
  type ComplaintKind,
  type complaintRoutes,
  type MapPosition,
} from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { z } from 'zod';
import type { FormSchema } from '../kit/form';

/** What the form holds. `phone` is named so that the kit's drafts leave it out. */
export interface SayValues {
  kind: ComplaintKind;
  category: ComplaintCategory | null;
  words: string;
  place: string;
  /** Given by the button alone. */
  position: MapPosition | null;
  pictures: string[];
  anonymous: boolean;
  phone: string;
}

export type SayBody = InputOf<typeof complaintRoutes.submit>['body'];

/** Sensible from the start: 随手拍 is a repair; only the category is left to choose. */
export function emptySay(): SayValues {
  return { kind: 'repair', category: null, words: '', place: '', position: null, pictures: [], anonymous: false, phone: '' };
}

/** Whether there is anything in it that a person would miss. */
export function isTouched({ category, words, place, position, pictures }: SayValues): boolean {
  return category !== null || words.trim() !== '' || place.trim() !== '' || position !== null || pictures.length > 0;
}

const contract = submitComplaint.extend({ category: z.enum(complaintCategories, '请选一类问题') });

/**
 * The contract's own checks, and what it cannot see: nothing said at all, and pictures that are still on their way.
 * @param code the community's, as scanned
 * @param busy whether a picture has not arrived
 * @param menu it was not scanned: the community is one of mine
 */
export function saySchema(code: string, busy: () => boolean, menu = false): FormSchema<SayBody> {
  return {
    safeParse(value) {
      const values = value as SayValues;
      const { phone, position, ...rest } = values;
      const result = contract.safeParse({
        ...rest,
        code,
        ...(menu && { source: 'menu' }),
        ...(position && { position }),
        ...(!values.anonymous && phone.trim() && { phone }),
      });
      const issues: { path: readonly PropertyKey[]; message: string }[] = [];
      if (busy()) issues.push({ path: ['pictures'], message: '照片还没有传完，传完会自动提交；不想等，可以删掉没传完的。' });
      else if (values.words.trim() === '' && values.pictures.length === 0) issues.push({ path: ['pictures'], message: '拍照或文字，至少一样。' });
      if (!result.success) issues.push(...result.error.issues);
      if (result.success && issues.length === 0) return { success: true, data: result.data };
      return { success: false, error: { issues } };
    },
  };
}

/** How much room is left, said only near the end; '' before. Counted as the contract counts. */
export function roomLeft(words: string, max = COMPLAINT_WORDS): string {
  const left = max - [...words.trim()].length;
  if (left > 200) return '';
  return left >= 0 ? `还可以写 ${left} 个字` : `超出 ${-left} 个字，请删短一些`;
}
