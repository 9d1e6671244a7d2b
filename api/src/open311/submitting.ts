import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complaintCategories, type ComplaintCategory } from '@wuye/shared/complaint';
import { words } from '@wuye/shared/kit';
import { type Arrival, Complaints311, type Open311Row, Receiving } from '../complaint/index.js';
import { digest } from '../platform/crypto/index.js';
import { Database, isDuplicateOf, newId } from '../platform/database/index.js';
import { Addresses, type Address } from './addresses.js';
import { Open311Request } from './entities.js';
import { Fault, faultOf } from './faults.js';
import type { Jurisdiction } from './jurisdictions.js';
import type { KnownKey } from './keys.js';
import type { Value } from './xml.js';

/** The same from the same system within these minutes is a second try, and no second request. Ours. */
const SECOND_TRY = 10 * 60_000;
/** Of two tries at once one waits for the other. */
const TRIES = 3;

const text = (most: number) => words(0, most).default('');
/** A form sends what it leaves empty, too. */
const filled = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** What we take of GeoReport v2's fields, and what we demand beyond it: a community, and words or a picture's address. */
const posted = z
  .object({
    address_id: text(26),
    address_string: text(200),
    lat: filled(z.coerce.number().min(-90).max(90)),
    long: filled(z.coerce.number().min(-180).max(180)),
    description: text(4000),
    media_url: filled(z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' }).max(500)),
    first_name: text(20),
    last_name: text(20),
    phone: filled(z.string().regex(/^\+?\d{5,15}$/, 'digits alone')),
    client_request_id: filled(z.string().max(128)),
  })
  .refine(({ lat, long }) => (lat === undefined) === (long === undefined), 'lat and long belong together')
  .refine(
    ({ description, media_url }) => [...description].length >= 2 || media_url !== undefined,
    'description (2 to 4,000 signs) or media_url: what is wrong must be told in words or by the address of a picture',
  );
type Posted = z.output<typeof posted>;

/** New requests of other systems. */
@Injectable()
export class Submitting {
  constructor(
    private readonly database: Database,
    private readonly complaints: Complaints311,
    private readonly receiving: Receiving,
    private readonly addresses: Addresses,
  ) {}

  /** @param clientId the client's own id of the request, from a header; a field of the form stands above it */
  async take(key: KnownKey, body: Record<string, unknown>, jurisdiction: Jurisdiction, now: Date, clientId: string | null): Promise<Value | Fault> {
    const category = categoryOf(body.service_code);
    if (category instanceof Fault) return category;
    const parsed = posted.safeParse(body);
    if (!parsed.success) return faultOf(parsed.error);
    const id = parsed.data.client_request_id ?? clientId;
    // Under the key itself, which is stored nowhere: a digest of words and numbers that people could guess tells nobody anything.
    const sent = digest(`${key.secret}\n${category}\n${JSON.stringify(parsed.data)}`);
    const asked = id === null ? sent : digest(`id\n${id}`);
    for (let attempt = 1; ; attempt++) {
      const newest = await this.newest(key.id, asked);
      // The same as before: ever, by the client's own id; within minutes, by what was sent.
      const before = id === null && newest && now.getTime() - newest.madeAt.getTime() >= SECOND_TRY ? null : newest;
      if (before && before.body !== sent) return new Fault(400, 'client_request_id was used for another request');
      if (before) return answerOf(await this.complaints.byId(this.database.manager, before.complaintId));
      const address = await this.addresses.find(whereOf(parsed.data), jurisdiction);
      if (address instanceof Fault) return address;
      try {
        const turn = (newest?.turn ?? 0) + 1;
        return answerOf(await this.enter(key, { asked, sent, turn }, arrivalOf(parsed.data, category, address, key, now), address, now));
      } catch (error) {
        if (attempt === TRIES || !isDuplicateOf(error, 'open311_request_once', ['key_id', 'asked', 'turn'])) throw error;
      }
    }
  }

  private async newest(keyId: string, asked: string): Promise<Open311Request | null> {
    const [newest] = await this.database.manager.find(Open311Request, { where: { keyId, asked }, order: { turn: 'DESC' }, take: 1 });
    return newest ?? null;
  }

  /** The row of whose key it came with is written with it: of two that saw the same turn last, its unique index lets one through. */
  private enter(
    key: KnownKey,
    { asked, sent, turn }: { asked: string; sent: string; turn: number },
    arrival: Arrival,
    { community }: Address,
    now: Date,
  ): Promise<Open311Row> {
    return this.database.transaction(async (tx) => {
      const { complaint } = await this.receiving.receive(tx, now, community, arrival);
      await tx.insert(Open311Request, { id: newId(now), keyId: key.id, complaintId: complaint.id, asked, body: sent, turn, madeAt: now });
      return complaint;
    });
  }
}

function categoryOf(code: unknown): ComplaintCategory | Fault {
  if (typeof code !== 'string' || code === '') return new Fault(400, 'service_code was not provided');
  return complaintCategories.find((category) => category === code) ?? new Fault(404, 'service_code was not found');
}

const whereOf = ({ address_id: id, address_string: words, lat }: Posted) => ({ id, words, onMap: lat !== undefined });

const answerOf = ({ no, dueAt }: Open311Row): Value => [
  { service_request_id: no, service_notice: dueAt ? `物业应在 ${dueAt.toISOString()} 前响应` : '', account_id: null },
];

/** A picture elsewhere is not fetched: its address stands in the words, for who works on it to open. */
function arrivalOf(sent: Posted, category: ComplaintCategory, { place }: Address, { name }: KnownKey, now: Date): Arrival {
  const { description, media_url: media, lat: latitude, long: longitude, first_name: first, last_name: last, phone = '' } = sent;
  const nobody = newId(now);
  return {
    accountId: nobody,
    personId: null,
    houseId: null,
    source: 'open311',
    outsideNo: null,
    kind: 'repair',
    category,
    words: [description, media && `照片链接（来自其他系统，没有核验）：${media}`].filter(Boolean).join('\n'),
    place,
    position: latitude === undefined ? '' : JSON.stringify({ latitude, longitude, system: 'wgs84', accuracy: null }),
    pictures: [],
    anonymous: false,
    phone,
    caller: `${last}${first}`,
    // Which system brought it stands in the timeline.
    by: { accountId: nobody, role: 'department', name: [...name].slice(0, 40).join('') },
  };
}
