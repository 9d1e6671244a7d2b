import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { closingReasonNames, complaintCategories, complaintCategoryNames, complaintNo, isOpen } from '@wuye/shared/complaint';
import { words } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { type Arrival, Complaints311, type Open311Row, Receiving } from '../complaint/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem } from '../platform/errors/index.js';
import { Fault } from './faults.js';
import type { Value } from './xml.js';

/** GeoReport v2: at most 90 days, and 1000 requests, of one question. */
const DAYS = 90 * 86_400_000;
const MOST = 1000;

const instantOf = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const page = (most: number, none: number) => z.coerce.number().int().min(1).max(most).default(none);

/** The filters of a list. */
const filters = z.object({
  service_request_id: z.string().max(1000).optional(),
  service_code: z.string().max(200).optional(),
  status: z.string().max(20).optional(),
  start_date: instantOf.optional(),
  end_date: instantOf.optional(),
  page: page(1000, 1),
  page_size: page(100, 50),
});

const text = (most: number) => words(0, most).default('');
const posted = z.object({
  service_code: z.enum(complaintCategories),
  address_id: z.string().max(26).optional(),
  address_string: text(60),
  description: words(2, 2000, 'is required'),
  first_name: text(20),
  last_name: text(20),
  phone: z.string().regex(/^\+?\d{5,15}$/).optional(), // prettier-ignore
});

const faultOf = (error: z.ZodError): Fault => new Fault(400, error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
const listOf = (text: string | undefined): string[] | undefined => text?.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore

/** The services: what may be complained of. */
export function services(): Value {
  return complaintCategories.map((code) => ({
    service_code: code,
    service_name: complaintCategoryNames[code],
    description: `${complaintCategoryNames[code]}方面的诉求`,
    metadata: false,
    type: 'realtime',
    keywords: complaintCategoryNames[code],
    group: '业主有话说',
  }));
}

/**
 * Complaints as other systems read them (GeoReport v2): what it is about, where it stands, whose turn it is. Never a name, a phone, a home, a picture
 * or a word of who submitted it: a description is its title alone.
 */
@Injectable()
export class Requests {
  constructor(
    private readonly database: Database,
    private readonly complaints: Complaints311,
    private readonly communities: Communities,
    private readonly receiving: Receiving,
  ) {}

  /** The newest first. Ids that are named stand above every other filter, as the specification has it. */
  async list(query: unknown, now: Date): Promise<Value | Fault> {
    const parsed = filters.safeParse(query);
    if (!parsed.success) return faultOf(parsed.error);
    const { status, start_date, end_date, page: turn, page_size: size } = parsed.data;
    const nos = listOf(parsed.data.service_request_id)?.slice(0, 50);
    if (nos) return this.show(await this.complaints.byNo(this.database.manager, nos));
    const statuses = listOf(status) ?? [];
    if (statuses.some((each) => each !== 'open' && each !== 'closed')) return new Fault(400, 'status: open or closed');
    const end = end_date ?? (start_date ? new Date(Math.min(start_date.getTime() + DAYS, now.getTime() + 1)) : new Date(now.getTime() + 1));
    const start = start_date ?? new Date(end.getTime() - DAYS);
    if (end.getTime() - start.getTime() > DAYS || end < start) return new Fault(400, 'start_date and end_date: at most 90 days');
    if (turn * size > MOST) return new Fault(400, `page: no more than ${MOST} requests of one question`);
    const open = statuses.length === 1 ? statuses[0] === 'open' : null;
    const codes = listOf(parsed.data.service_code);
    return this.show(await this.complaints.between(this.database.manager, { start, end, codes, open, skip: (turn - 1) * size, take: size }));
  }

  async one(no: string): Promise<Value | Fault> {
    const found = complaintNo.safeParse(no).success ? await this.complaints.byNo(this.database.manager, [no]) : [];
    return found.length === 0 ? new Fault(404, 'service_request_id was not found') : this.show(found);
  }

  /** A new request: where it is must be told by the community's id or name, for a point on the map is in none. */
  async take(body: unknown, now: Date): Promise<Value | Fault> {
    const parsed = posted.safeParse(body);
    if (!parsed.success) return faultOf(parsed.error);
    const id = parsed.data.address_id || (await this.idOf(parsed.data.address_string));
    const place = id ? await this.communities.byId(this.database.manager, id) : null;
    if (!place || isProblem(place)) return new Fault(400, 'address_id or address_string: the community is not known');
    const { complaint } = await this.database.transaction((tx) => this.receiving.receive(tx, now, place, arrivalOf(parsed.data, now)));
    return [{ service_request_id: complaint.no, service_notice: complaint.dueAt ? `物业应在 ${complaint.dueAt.toISOString()} 前响应` : '', account_id: null }];
  }

  private async idOf(name: string): Promise<string | null> {
    if (name === '') return null;
    const ids = await this.communities.idsNamed(name);
    const names = await this.communities.names(this.database.manager, ids);
    const exact = ids.filter((id) => names.get(id) === name);
    return exact.length === 1 ? (exact[0] ?? null) : null;
  }

  private async show(rows: readonly Open311Row[]): Promise<Value> {
    const names = await this.communities.names(this.database.manager, [...new Set(rows.map(({ communityId }) => communityId))]);
    return rows.map((row) => ({
      service_request_id: row.no,
      status: isOpen(row.state) ? 'open' : 'closed',
      status_notes: notesOf(row),
      service_name: complaintCategoryNames[row.category],
      service_code: row.category,
      description: row.title,
      agency_responsible: LEVELS[row.level],
      service_notice: null,
      requested_datetime: row.submittedAt.toISOString(),
      updated_datetime: (row.closedAt ?? row.acceptedAt ?? row.respondedAt ?? row.submittedAt).toISOString(),
      expected_datetime: row.dueAt?.toISOString() ?? null,
      address: names.get(row.communityId) ?? '',
      address_id: row.communityId,
      zipcode: null,
      lat: null,
      long: null,
      media_url: null,
    }));
  }
}

const LEVELS: Readonly<Record<Open311Row['level'], string>> = {
  manager: '物业服务项目',
  company: '物业服务企业',
  district: '区（县）住建部门',
};
const STATES: Readonly<Record<Open311Row['state'], string>> = {
  submitted: '待响应',
  responded: '已响应',
  accepted: '已受理',
  referred: '已转其他部门',
  reopened: '重新办理',
  escalated: '提级办理',
  closed: '已办结',
  solved: '已解决',
  unsolved: '诉求人认为没有解决',
  withdrawn: '已撤回',
};

const notesOf = ({ state, closingReason }: Open311Row): string =>
  closingReason && !isOpen(state) ? `${STATES[state]}：${closingReasonNames[closingReason]}` : STATES[state];

function arrivalOf({ service_code: category, description, first_name, last_name, phone = '' }: z.output<typeof posted>, now: Date): Arrival {
  const nobody = newId(now);
  return {
    accountId: nobody,
    personId: null,
    houseId: null,
    source: 'open311',
    outsideNo: null,
    kind: 'repair',
    category,
    words: description,
    place: '',
    position: '',
    pictures: [],
    anonymous: false,
    phone,
    caller: `${last_name}${first_name}`,
    by: { accountId: nobody, role: 'submitter', name: '' },
  };
}
