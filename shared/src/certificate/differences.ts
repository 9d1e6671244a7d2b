import { fifteenDigitForm } from '../identity/resident-id.js';
import { nameKey } from '../identity/name.js';
import { numbersOf } from './numbers.js';

/** What an application and a row of the register both tell of a person. */
export interface Papers {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
}

/** Names of the papers, as people say them. */
const PAPERS: Readonly<Record<string, string>> = {
  resident: '大陆居民身份证',
  'hk-macau': '港澳居民来往内地通行证',
  taiwan: '台湾居民来往大陆通行证',
  passport: '护照',
  'permanent-residence': '外国人永久居留证',
  other: '其他证件',
};

export const paperName = (type: string): string => PAPERS[type] ?? '其他证件';

/** A difference that forbids certifying, or one that is only to be looked at. */
export interface Difference {
  readonly words: string;
  readonly blocks: boolean;
}

/**
 * An application beside a row of the register, what differs in words (screens: 线下认证). Another name or number forbids
 * certifying until the register is put right; the 15-digit form of the same number, another kind of paper and a house that the
 * base data lacks are to be looked at. Ours: the manual asks for 产权信息验证 and does not say how.
 */
export function differencesOf(application: Papers, row: Papers & { readonly house: string | null }): Difference[] {
  const found: Difference[] = [];
  if (nameKey(application.name) !== nameKey(row.name)) found.push({ words: `姓名不同：申请“${application.name}”，登记“${row.name}”`, blocks: true });
  const forms = numbersOf(application.idNumber);
  if (!numbersOf(row.idNumber).some((form) => forms.includes(form))) {
    const old = fifteenDigitForm(application.idNumber) === row.idNumber;
    found.push(old ? { words: '登记的是 15 位旧身份证号，与申请的号码相符', blocks: false } : { words: '证件号码不同，请核对产权证', blocks: true });
  }
  // A register may say in its own words, or not at all, which paper it took a number from: then there is nothing to compare.
  if (Object.hasOwn(PAPERS, row.idType) && row.idType !== 'other' && application.idType !== row.idType) {
    found.push({ words: `证件类型不同：申请“${paperName(application.idType)}”，登记“${paperName(row.idType)}”`, blocks: false });
  }
  if (row.house === null) found.push({ words: '这套房屋还不在基础数据里，认证后由业主提交房屋信息', blocks: false });
  return found;
}
