import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { closingReasonNames, complaintCategories, complaintCategoryNames, complaintNo, isOpen } from '@wuye/shared/complaint';
import { Communities } from '../community/index.js';
import { Complaints311, type Open311Row } from '../complaint/index.js';
import { Database } from '../platform/database/index.js';
import { Fault, faultOf } from './faults.js';
import type { Jurisdiction } from './jurisdictions.js';
import type { Value } from './xml.js';

/** GeoReport v2: 90 days or the first 1000 requests, whichever is less. */
const DAYS = 90 * 86_400_000;
const PAGE = 1000;
/** As far as pages reach: who wants more asks for fewer days. Ours. */
const MOST = 10_000;
const MOST_IDS = 50;

const instantOf = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const count = (most: number, none: number) => z.coerce.number().int().min(1).max(most).default(none);

/** The filters of a list. */
const filters = z.object({
  service_request_id: z.string().max(1000, `no more than ${MOST_IDS} ids`).optional(),
  service_code: z.string().max(200).optional(),
  status: z.string().max(20).optional(),
  start_date: instantOf.optional(),
  end_date: instantOf.optional(),
  page: count(1000, 1),
  page_size: count(PAGE, PAGE),
});

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
  ) {}

  /** The newest first. Ids that are named stand above every other filter, as the specification has it. */
  async list(query: unknown, { districtCode }: Jurisdiction, now: Date): Promise<Value | Fault> {
    const parsed = filters.safeParse(query);
    if (!parsed.success) return faultOf(parsed.error);
    const { status, start_date, end_date, page: turn, page_size: size } = parsed.data;
    const nos = listOf(parsed.data.service_request_id) ?? [];
    if (nos.length > MOST_IDS) return new Fault(400, `service_request_id: no more than ${MOST_IDS} ids`);
    if (nos.length > 0) return this.show(within(districtCode, await this.complaints.byNo(this.database.manager, nos)));
    const statuses = listOf(status) ?? [];
    if (statuses.some((each) => each !== 'open' && each !== 'closed')) return new Fault(400, 'status: open or closed');
    const end = end_date ?? (start_date ? new Date(Math.min(start_date.getTime() + DAYS, now.getTime() + 1)) : new Date(now.getTime() + 1));
    const start = start_date ?? new Date(end.getTime() - DAYS);
    if (end.getTime() - start.getTime() > DAYS || end < start) return new Fault(400, 'start_date and end_date: at most 90 days');
    if (turn * size > MOST) return new Fault(400, `page: no more than ${MOST} requests of one question; ask for fewer days`);
    const open = statuses.length === 1 ? statuses[0] === 'open' : null;
    const codes = listOf(parsed.data.service_code);
    const page = { skip: (turn - 1) * size, take: size };
    return this.show(await this.complaints.between(this.database.manager, { start, end, codes, districtCode, open, ...page }));
  }

  async one(no: string, { districtCode }: Jurisdiction): Promise<Value | Fault> {
    const found = complaintNo.safeParse(no).success ? within(districtCode, await this.complaints.byNo(this.database.manager, [no])) : [];
    return found.length === 0 ? new Fault(404, 'service_request_id was not found') : this.show(found);
  }

  private async show(rows: readonly Open311Row[]): Promise<Value> {
    const names = await this.communities.names(this.database.manager, [...new Set(rows.map(({ communityId }) => communityId))]);
    const moved = await this.complaints.lastMoves(
      this.database.manager,
      rows.map(({ id }) => id),
    );
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
      updated_datetime: moved.get(row.id) ?? row.submittedAt.toISOString(),
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

const within = (districtCode: string | null, rows: readonly Open311Row[]): Open311Row[] => rows.filter((row) => districtCode === null || row.districtCode === districtCode); // prettier-ignore

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
