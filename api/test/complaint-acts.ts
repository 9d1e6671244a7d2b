import type { ComplaintView } from '@wuye/shared/complaint';
import { Complaint, ComplaintEvent } from '../src/complaint/entities.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import type { Browser, World } from './kit.js';

/** What specs about complaints do, and what they read of one afterwards. */

export const act = (browser: Browser, no: string, name: string, body: object = {}) => browser.post(`/api/complaints/${no}/${name}`).send(body);

export const read = async (browser: Browser, no: string): Promise<ComplaintView> =>
  (await browser.get(`/api/complaints/${no}`).expect(200)).body as ComplaintView;

/** Who speaks up, and the three who have it one after the other. */
export async function signIn(world: World): Promise<Record<'owner' | 'manager' | 'head' | 'officer', Browser>> {
  const [owner, manager, head, officer] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('head-zhou'), world.as('officer-wu')]);
  return { owner, manager, head, officer };
}

export const kinds = ({ events }: ComplaintView): string[] => events.map(({ kind }) => kind);

export const clocks = ({ clocks: all }: ComplaintView): string[] =>
  all.map(({ clock, metAt, voidAt }) => `${clock}${metAt ? ' met' : voidAt ? ' void' : ' runs'}`);

/** How many messages of a kind went out about it. */
export async function told({ dataSource }: World, kind: string, no: string): Promise<number> {
  const rows = await dataSource.manager.findBy(OutboxMessage, { kind });
  return rows.filter(({ data }) => data.no === no).length;
}

/** What the ladder said of it, oldest first; from the rows, for sessions end before a ladder does. */
export async function hops({ dataSource: { manager } }: World, no: string): Promise<string[]> {
  const { id } = await manager.findOneByOrFail(Complaint, { no });
  const events = await manager.find(ComplaintEvent, { where: { complaintId: id, role: 'system' }, order: { id: 'ASC' } });
  return events.map(({ kind }) => kind);
}
