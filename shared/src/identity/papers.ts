import { z } from 'zod';
import { words } from '../kit/index.js';
import { checkIdDocument, ID_DOCUMENT_TYPES, type IdDocumentType } from './id-document.js';
import { normalizeIdentifier } from './normalize.js';
import { checkResidentId } from './resident-id.js';

/** 证件类型 as the form offers it: 大陆二代身份证, or 其他证件 and which [SZ-O 1 (二)]. */
export const idTypeNames: Readonly<Record<IdDocumentType, string>> = {
  resident: '大陆二代身份证',
  'hk-macau': '港澳居民来往内地通行证（回乡证）',
  taiwan: '台湾居民来往大陆通行证（台胞证）',
  'permanent-residence': '外国人永久居留身份证',
  passport: '护照',
  other: '其他证件',
};

const WRONG: Readonly<Record<IdDocumentType, string>> = {
  resident: '证件号码不正确，请核对 18 位号码',
  'hk-macau': '证件号码不正确，应为 H 或 M 加 8 位数字',
  taiwan: '证件号码不正确，应为 8 位数字',
  'permanent-residence': '证件号码不正确，应为 9 开头的 18 位号码，或 3 个字母加 12 位数字',
  passport: '护照号码不正确，应为 5 至 12 位字母或数字',
  other: '请填写不动产登记证书上的证件号码',
};

/**
 * True for who can show their face to a mainland provider: the holder of a mainland card. 港澳台居民居住证 (81, 82, 83) has the same form,
 * but its holder is among those who bind without face [SZ-O 1 (二)].
 */
export const canShowFace = (idType: string, idNumber: string): boolean => idType === 'resident' && !/^8[123]/.test(idNumber);

/** A mainland card's number in the guise of another paper would pass by the face check. So would its 15 digits of before 1999. */
function hidesMainlandCard(type: IdDocumentType, value: string): boolean {
  if (type === 'resident') return false;
  const number = normalizeIdentifier(value);
  return /^[1-8]\d{14}$/.test(number) || (checkResidentId(number).valid && canShowFace('resident', number));
}

interface Paper {
  readonly idType: IdDocumentType;
  readonly idNumber: string;
  readonly nationality?: string | undefined;
}

/** Why a number is not taken; null when it is. */
function paperFault({ idType, idNumber }: Paper): string | null {
  if (hidesMainlandCard(idType, idNumber)) return '这是大陆身份证号码，证件类型请选“大陆二代身份证”';
  return checkIdDocument({ type: idType, value: idNumber }).valid ? null : WRONG[idType];
}

const isPaper = (value: unknown): value is Paper => {
  const { idType, idNumber } = (value ?? {}) as Partial<Record<keyof Paper, unknown>>;
  return typeof idNumber === 'string' && ID_DOCUMENT_TYPES.some((type) => type === idType);
};

/** Who one is, as the form asks: the number as the title certificate prints it. */
export const ownerFields = {
  name: words(2, 40, '请填写业主姓名'),
  idType: z.enum(ID_DOCUMENT_TYPES, { error: '请选择证件类型' }),
  idNumber: z.string().max(80).describe('as typed from the card or the title certificate'),
  nationality: words(0, 40).optional().describe('国家或地区, of a passport'),
};

/** Adds the checks that need two fields at once; they run also where another field lacks, so that everything is said together. */
export function checkedOwner<T extends z.ZodType>(form: T): T {
  return form
    .refine((value) => !isPaper(value) || paperFault(value) === null, {
      path: ['idNumber'],
      when: () => true,
      error: ({ input }) => (isPaper(input) ? (paperFault(input) ?? undefined) : undefined),
    })
    .refine((value) => !isPaper(value) || value.idType !== 'passport' || Boolean(value.nationality?.trim()), {
      path: ['nationality'],
      when: () => true,
      error: '请填写护照的国家或地区',
    }) as T;
}

/** The part of the form that says who one is, as the page checks it. */
export const ownerForm = checkedOwner(z.object(ownerFields));

/** The forms in which a checked paper is kept: normalised to compare, and as it was printed where that differs. */
export function readPaper({ idType, idNumber }: Paper): { idNumber: string; idNumberRaw: string | null } {
  const check = checkIdDocument({ type: idType, value: idNumber });
  const normalized = check.valid ? check.normalized : normalizeIdentifier(idNumber);
  const raw = idNumber.trim();
  return { idNumber: normalized, idNumberRaw: raw === normalized ? null : raw };
}
