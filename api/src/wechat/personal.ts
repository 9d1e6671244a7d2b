import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { WechatInbox } from './inbox.js';

/** What WeChat told us of someone: what they wrote to the account, that they came and left. */
@Injectable()
export class WechatHolder implements Holder {
  readonly feature = 'wechat';
  readonly tables = ['wechat_event'];

  constructor(
    private readonly inbox: WechatInbox,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(_manager: EntityManager, { openid }: DataSubject): Promise<Holding[]> {
    return [{ key: 'wechat', count: (await this.inbox.of(openid)).length }];
  }

  async export(_manager: EntityManager, { openid }: DataSubject): Promise<Record<string, unknown>> {
    return { events: (await this.inbox.of(openid)).map(({ kind, at, fields }) => ({ kind, at, content: fields.Content ?? null })) };
  }

  /** A withdrawal in WeChat is itself an event there, and its handler forgets up to it (privacy.ts). */
  async erase(tx: EntityManager, { openid, gone, until }: Erasing): Promise<void> {
    if (gone) await this.inbox.forgetAll(tx, openid, until);
  }
}
