import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntakeRow, intakeRoutes, IntakeSource } from '@wuye/shared/intake';
import type { OutputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Receiving } from '../complaint/index.js';
import { Access } from '../platform/access/index.js';
import { newId } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { arrivalOf } from './arrivals.js';
import { Desk } from './desk.js';
import type { Reach } from './reach.js';

/** How a row becomes a complaint, and whose districts they are. */
@Injectable()
export class Arriving {
  constructor(
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly receiving: Receiving,
    private readonly desk: Desk,
  ) {}

  /** All that the officer answers for: one district, several, or the city. */
  async reach(manager: EntityManager, context: SignedIn, action: string): Promise<Reach | Problem> {
    const refused = await this.access.refusesEverywhere(manager, context, action);
    if (refused) return refused;
    const offices = await this.access.scopes(manager, context, action);
    const districts = [...new Set(offices.filter(({ scopeType }) => scopeType === 'district').map(({ scopeId }) => scopeId))].sort();
    const city = offices.find(({ scopeType }) => scopeType === 'city');
    const home = districts[0] ?? city?.scopeId;
    return home === undefined ? platformProblem('ACCESS.DENIED') : { city: city !== undefined, districts, home };
  }

  /** The districts, each by its code. */
  async districts(manager: EntityManager, { city, districts }: Reach): Promise<readonly string[]> {
    return city ? (await this.communities.districts(manager)).map(({ code }) => code) : districts;
  }

  async receive(
    tx: EntityManager,
    context: SignedIn,
    action: string,
    source: IntakeSource,
    communityId: string,
    row: IntakeRow,
  ): Promise<OutputOf<typeof intakeRoutes.assign>> {
    const place = await this.communities.everById(tx, communityId);
    const arrival = arrivalOf(newId(context.now), source, row, await this.desk.registrar(tx, context, action));
    const { complaint } = await this.receiving.receive(tx, context.now, place, { ...arrival, outsideNo: row.outsideNo });
    return { no: complaint.no, title: complaint.title, dueAt: complaint.dueAt?.toISOString() ?? null };
  }
}
