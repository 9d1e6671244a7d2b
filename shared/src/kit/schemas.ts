import { z } from 'zod';

/** An app-made, time-ordered id (ULID). */
export const id = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, '编号不正确');

/** An instant as ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });

/** A page of a list that is paged by key: `next` is the `after` of the following page, null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Query of a list paged by key. */
export const pageQuery = z.object({
  after: z.string().max(120).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Free text of a person: control and direction-changing characters go, line ends become \n, the ends are trimmed.
 * Markup stays as it was typed: screens print text as text. Length counts code points.
 */
export function words(min: number, max: number, empty = '请填写内容') {
  return z
    .string()
    .max(max * 8, `最多 ${max} 个字`)
    .transform((text) => text.replace(/\r\n?/g, '\n').replace(CONTROL, '').trim().normalize('NFC'))
    .refine((text) => !/\p{Surrogate}/u.test(text), '有不能识别的字符，请重新输入')
    .refine((text) => [...text].length >= min, empty)
    .refine((text) => [...text].length <= max, `最多 ${max} 个字`);
}
