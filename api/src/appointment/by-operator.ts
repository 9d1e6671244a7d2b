import { IsNull } from 'typeorm';
import type { Appointable } from '@wuye/shared/appointment';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { checkPhone } from '@wuye/shared/identity';
import { roleNames } from '@wuye/shared/kit';
import { Appointment } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { OfficeBook } from './book.js';

/** What the operator's commands work with. */
export interface OfficeTools {
  readonly database: Database;
  readonly vault: Vault;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly now: Date;
  say(line: string): void;
}

/** Nobody is above the city's officers, so the operator enters the first of them; the rest follows from level to level. */
const ROLES: readonly Appointable[] = ['city_officer', 'district_officer'];
const USAGE = 'Commands: list | appoint city_officer <city code> <name> <phone> | appoint district_officer <district code> <name> <phone> | dismiss <id>';
const OPERATOR = { accountId: 'operator' };

async function appoint({ database, vault, outbox, now, say }: OfficeTools, [role, scopeId, name, phoneText]: readonly string[]): Promise<number> {
  const wanted = ROLES.find((each) => each === role);
  const phone = checkPhone(phoneText ?? '');
  if (!wanted || !scopeId || !/^\d{6}$/.test(scopeId) || !name || !phone.valid) {
    say(USAGE);
    return 2;
  }
  const entry = { role: wanted, name, phone: phone.normalized, permissions: null, by: null, termEndsAt: null, takeUpUntil: null };
  const made = await database.transaction(async (tx) => {
    const row = await new OfficeBook(vault).enter(tx, entry, { scopeId, scopeName: scopeId }, now);
    if (isProblem(row)) return row;
    await new Audit().record(tx, { now, who: OPERATOR }, 'appointment.make', `appointment:${row.id}`, { role: wanted, scope: scopeId });
    const data = { title: roleNames[wanted], community: scopeId, at: formatTemplateTime(now.getTime()) };
    await outbox.add(tx, now, [{ kind: 'appointment.made', subject: row.id, recipient: `appointment:${row.id}`, data }]);
    return row;
  });
  say(isProblem(made) ? made.title : `${made.id} ${wanted} ${scopeId}: waits to be taken up with the phone.`);
  return isProblem(made) ? 1 : 0;
}

async function dismiss({ database, vault, now, say }: OfficeTools, [id = '']: readonly string[]): Promise<number> {
  const ended = await database.transaction(async (tx) => {
    const done = await new OfficeBook(vault).end(tx, id, { endedAt: now, endedBy: null, endReason: 'dismissed' });
    if (done) await new Audit().record(tx, { now, who: OPERATOR }, 'appointment.dismiss', `appointment:${id}`);
    return done;
  });
  say(ended ? `${id} ended.` : `No office ${id} stands.`);
  return ended ? 0 : 1;
}

/** Names and phones stay sealed: whoever runs the program need not read them. */
async function list({ database, say }: OfficeTools): Promise<number> {
  const standing = await Promise.all(ROLES.map((role) => database.manager.findBy(Appointment, { role, endedAt: IsNull() })));
  const rows = standing.flat();
  if (rows.length === 0) say('Nobody holds or awaits an office that is entered here.');
  for (const row of rows) say(`${row.id} ${row.role} ${row.scopeId} ${row.personId === null ? 'waits' : 'held'} since ${row.appointedAt.toISOString()}`);
  return 0;
}

/** `npm run offices -- <words>`; answers the status to end with: 0, 1 when it was refused, 2 for words that are no command. */
export async function runOffices(words: readonly string[], tools: OfficeTools): Promise<number> {
  const [command, ...rest] = words;
  if (command === 'list') return list(tools);
  if (command === 'appoint') return appoint(tools, rest);
  if (command === 'dismiss') return dismiss(tools, rest);
  tools.say(USAGE);
  return 2;
}
