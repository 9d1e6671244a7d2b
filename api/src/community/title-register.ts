import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { fifteenDigitForm, nameKey } from '@wuye/shared/identity';
import { Vault } from '../platform/crypto/index.js';
import { Title } from './entities.js';

/** 产权登记: looked up by keyed hashes, so that a copy of the table tells nobody's number. */
@Injectable()
export class TitleRegister {
  constructor(private readonly vault: Vault) {}

  /** The titles under a name and a resident id number; the register may still hold the number's 15-digit form. */
  find(manager: EntityManager, { name, idNumber }: { name: string; idNumber: string }): Promise<Title[]> {
    const numbers = [idNumber, fifteenDigitForm(idNumber)].filter((number) => number !== null);
    return manager.findBy(Title, {
      idNumberHash: In(numbers.flatMap((number) => this.vault.indexes('title.id_number', number))),
      ownerNameHash: In(this.vault.indexes('title.owner_name', nameKey(name))),
    });
  }
}
