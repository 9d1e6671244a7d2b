import { z } from 'zod';
import { id, instant, pageOf, pageQuery, route, words } from '../kit/index.js';
import { correctionStates } from './lifecycle.js';

/** 提交更正 (the register knows no such owner) or 提交房屋信息 (it does, and the base data lacks the house). */
export const correctionKinds = ['title', 'house'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];
export const correctionKindNames: Record<CorrectionKind, string> = { title: '提交更正', house: '提交房屋信息' };

/** Ours. */
export const CORRECTION_PICTURES = 4;

export const submitCorrection = z.object({
  application: id.describe('the binding that found no title, or no house'),
  communityId: id.nullable().describe('null where the base data lacks the community'),
  districtCode: z
    .string()
    .regex(/^\d{6}$/)
    .nullable()
    .describe('asked for where `communityId` is null'),
  community: words(2, 60, '请填写小区名称'),
  building: words(1, 40, '请填写楼栋，如 3栋'),
  house: words(1, 60, '请填写房号，如 2单元501'),
  certificateNo: words(0, 60).default(''),
  words: words(0, 500).default(''),
  pictures: z.array(id).min(1, '请拍产权证明').max(CORRECTION_PICTURES, `最多 ${CORRECTION_PICTURES} 张`),
});

export const correctionRow = z.object({
  id,
  kind: z.enum(correctionKinds),
  state: z.enum(correctionStates),
  community: z.string(),
  house: z.string().describe('building and house, as typed'),
  submittedAt: instant,
  dueAt: instant.nullable().describe('the first instant too late; null where no calendar reaches, or answered'),
});
export type CorrectionRow = z.output<typeof correctionRow>;

/** A row of the register that may be meant. */
const candidate = z.object({
  titleId: id,
  house: z.string().nullable(),
  ownerName: z.string(),
  differences: z.array(z.string()),
  fits: z.enum(['fill', 'amend']).describe('fill: it has no house yet; amend: its owner is another than the one who asks'),
});

export const correctionView = correctionRow.extend({
  building: z.string(),
  room: z.string(),
  certificateNo: z.string(),
  words: z.string(),
  pictures: z.array(id),
  answeredAt: instant.nullable(),
  reason: z.string().describe('why it was refused; empty else'),
  binding: id.nullable().describe('for its owner: a binding that begins at the list of houses, while it lasts'),
  mine: z.boolean(),
  desk: z
    .object({
      name: z.string(),
      idType: z.string(),
      idNumber: z.string(),
      communityId: id.nullable(),
      rows: z.array(candidate),
    })
    .nullable()
    .describe('for the clerk: who asks, and the rows that may be meant'),
});
export type CorrectionView = z.output<typeof correctionView>;

export const fillHouse = z.object({
  titleId: id,
  communityId: id,
  building: words(1, 40, '请填写楼栋，如 3栋'),
  house: words(1, 60, '请填写房号，如 2单元501'),
  area: z.number({ error: '请填写专有部分面积，如 89.50' }).int().min(100, '请核对面积').max(10_000_000, '请核对面积').describe('exclusive, in 0.01 m²'),
});

const params = z.object({ id });
const answerErrors = ['CORRECTION.NOT_FOUND', 'CORRECTION.STEP_WRONG', 'CORRECTION.SELF', 'ACCESS.DENIED'] as const;

export const correctionRoutes = {
  submitCorrection: route({
    method: 'POST',
    path: '/corrections',
    summary: 'Say what the register lacks (提交更正, 提交房屋信息)',
    access: 'correction.submit',
    body: submitCorrection,
    response: correctionView,
    status: 201,
    errors: ['CORRECTION.APPLICATION_OVER', 'CORRECTION.SENT', 'CORRECTION.PICTURE_UNKNOWN', 'CORRECTION.PLACE_UNKNOWN', 'REQUEST.TOO_MANY'],
  }),
  correctionPlaces: route({
    method: 'GET',
    path: '/corrections/places',
    summary: 'Communities whose name contains a text, and the districts',
    access: 'signed-in',
    query: z.object({ q: z.string().trim().max(60).default('') }),
    response: z.object({
      communities: z.array(z.object({ id, name: z.string(), districtName: z.string() })),
      districts: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  }),
  myCorrections: route({
    method: 'GET',
    path: '/corrections/mine',
    summary: 'What I submitted, newest first',
    access: 'signed-in',
    query: z.object({ application: id.optional() }),
    response: z.object({ items: z.array(correctionRow) }),
  }),
  workCorrections: route({
    method: 'GET',
    path: '/corrections/work',
    summary: 'What the reader answers or oversees, nearest deadline first (更正办理)',
    access: 'correction.work',
    query: pageQuery.extend({ tab: z.enum(['open', 'done']).default('open') }),
    response: pageOf(correctionRow),
    errors: ['ACCESS.DENIED'],
  }),
  readCorrection: route({
    method: 'GET',
    path: '/corrections/:id',
    summary: 'One of them; a clerk’s look is audited',
    access: 'correction.read',
    params,
    response: correctionView,
    errors: ['CORRECTION.NOT_FOUND'],
  }),
  fillHouse: route({
    method: 'POST',
    path: '/corrections/:id/fill',
    summary: 'Make the house where it lacks and link the title to it (补入房屋并绑定)',
    access: 'correction.answer',
    params,
    body: fillHouse,
    response: correctionView,
    errors: [...answerErrors, 'CORRECTION.TITLE_GONE', 'CORRECTION.PLACE_UNKNOWN'],
  }),
  amendTitle: route({
    method: 'POST',
    path: '/corrections/:id/amend',
    summary: "Put the owner of a title right: the applicant's name and number (改正登记)",
    access: 'correction.answer',
    params,
    body: z.object({ titleId: id }),
    response: correctionView,
    errors: [...answerErrors, 'CORRECTION.TITLE_GONE', 'CORRECTION.TITLE_BOUND'],
  }),
  refuseCorrection: route({
    method: 'POST',
    path: '/corrections/:id/refuse',
    summary: 'Refuse, with the reason (不予更正)',
    access: 'correction.answer',
    params,
    body: z.object({ reason: words(4, 300, '请写明原因和业主下一步怎么办') }),
    response: correctionView,
    errors: answerErrors,
  }),
} as const;
