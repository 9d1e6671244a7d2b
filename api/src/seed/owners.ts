import type { IdDocumentType } from '@wuye/shared/identity';
import { nthCreditCode, nthResidentIdNumber } from './identifiers.js';
import { madeUpName } from './names.js';
import { Random } from './random.js';

/** Who stands in the register as an owner. */
export interface Owner {
  readonly name: string;
  readonly idType: IdDocumentType;
  readonly idNumber: string;
}

/** All that the developer has not sold counts as one person (法释〔2009〕7号 9): one name for the whole stock. */
export const developer: Owner = { name: '成都远山示例置业有限公司', idType: 'other', idNumber: nthCreditCode(9_000_001) };

/** How many earlier owners may buy again. */
const REMEMBERED = 60;

/** Makes up owners one after the other; no two have the same number. */
export class Owners {
  private readonly random = new Random('owners');
  private readonly buyers: Owner[] = [];
  private count = 0;

  /** Someone who owned nothing before. */
  fresh(): Owner {
    const n = this.count++;
    return { name: madeUpName(this.random), ...this.paper(n) };
  }

  /** The owners of one more house: mostly one, at times a couple, at times someone who owns another house, here or elsewhere. */
  ofHouse(): Owner[] {
    const first = this.buyers.length > 0 && this.random.percent(6) ? this.random.pick(this.buyers) : this.fresh();
    this.buyers.push(first);
    if (this.buyers.length > REMEMBERED) this.buyers.splice(this.random.below(this.buyers.length), 1);
    return this.random.percent(15) ? [first, this.fresh()] : [first];
  }

  private paper(n: number): Pick<Owner, 'idType' | 'idNumber'> {
    if (n % 97 === 50) return { idType: 'hk-macau', idNumber: `H${String(n).padStart(8, '0')}` };
    if (n % 97 === 90) return { idType: 'taiwan', idNumber: String(n).padStart(8, '0') };
    return { idType: 'resident', idNumber: nthResidentIdNumber(n) };
  }
}
