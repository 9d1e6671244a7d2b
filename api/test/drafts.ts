import { newId } from '../src/platform/database/index.js';
import type { Draft } from '../src/platform/outbox/index.js';
import type { World } from './kit.js';

const data = {
  ...{ no: '20261120-000001', title: '电梯·报事报修', community: '华阳小区', due: '2026年11月20日 14:00', outcome: '已办结' },
  ...{ at: '2026年11月20日 10:00', name: '业主', houses: '1' },
};

/** A message of its own, with values for every kind's keywords. */
export const draftOf = (world: World, kind: string, recipient: string): Draft => ({ kind, subject: newId(world.clock.now()), recipient, data });
