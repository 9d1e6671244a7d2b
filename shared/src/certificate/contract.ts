import { z } from 'zod';
import { certifications, checkIdDocument, normalizeIdentifier } from '../identity/index.js';
import { id, instant, route, words } from '../kit/index.js';
import { certificateStates } from './lifecycle.js';

/** {产权证明}{证件照片}{手持证件照片} [SZ-O 1 (二) 5]. */
export const proofKinds = ['title', 'identity', 'holding'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** Pictures of each kind; ours. */
export const PROOFS_MOST = 4;

const proof = (lacks: string) => z.array(id).min(1, lacks).max(PROOFS_MOST, `最多 ${PROOFS_MOST} 张`);
export const applyProofs = z.object({ title: proof('请拍产权证明'), identity: proof('请拍证件'), holding: proof('请拍一张手持证件的照片') });
export const certifyProofs = z.object({
  title: proof('请拍产权证明'),
  identity: proof('请拍身份证证明'),
  holding: proof('请拍业主手持身份证的照片'),
});
const shownProofs = z.object({ title: z.array(id), identity: z.array(id), holding: z.array(id) });
export type Proofs = z.output<typeof shownProofs>;

/** 18 digits of a mainland card, or of a residence permit, have a check digit: a slip is told at once. */
const slipped = (number: string): boolean => /^[1-8]\d{16}[\dX]$/.test(number) && !checkIdDocument({ type: 'resident', value: number }).valid;

export const lookUpCertificate = z.object({
  idNumber: z
    .string()
    .max(80)
    .transform((text) => normalizeIdentifier(text))
    .refine((number) => number.length >= 5, '请填写完整的证件号码')
    .refine((number) => !slipped(number), '证件号码不正确，请核对 18 位号码'),
});

/** Its owner's view. */
export const certificateCase = z.object({
  id,
  state: z.enum(certificateStates),
  submittedAt: instant,
  endsAt: instant.describe('open: when it lapses; approved: when its pictures are deleted'),
  proofs: shownProofs,
  reason: z.string().describe('why it was sent back; empty else'),
  decidedAt: instant.nullable(),
  communityName: z.string().describe('where it was decided; empty before'),
});
export type CertificateCase = z.output<typeof certificateCase>;

export const myCertificate = z.object({
  current: certificateCase.nullable().describe('the newest that is not withdrawn'),
  certified: z.enum(certifications),
  mayApply: z.boolean().describe('bound without a certificate, or in the middle of a binding that waits for the face check'),
});
export type MyCertificate = z.output<typeof myCertificate>;

/** A row of the property register beside the application. */
export const registerRow = z.object({
  titleId: id,
  house: z.string().describe('小区 and house; empty where the base data lacks it'),
  ownerName: z.string(),
  registeredAt: instant,
  differences: z.array(z.object({ words: z.string(), blocks: z.boolean() })),
});

/** The certifier's view: they typed the whole number and compare with the originals, so the name stands in full. */
export const certifierCase = certificateCase.extend({
  name: z.string(),
  idType: z.string().describe('in words'),
  idNumber: z.string(),
  phone: z.string().describe('masked'),
  rows: z.array(registerRow),
  mine: z.boolean().describe("the reader's own: another must certify it"),
  evidence: shownProofs.nullable(),
});
export type CertifierCase = z.output<typeof certifierCase>;

const params = z.object({ id });
const ownErrors = ['CERTIFICATE.NOT_FOUND', 'CERTIFICATE.STEP_WRONG'] as const;

export const certificateRoutes = {
  applyCertificate: route({
    method: 'POST',
    path: '/certificates',
    summary: 'Apply to be certified offline (线下认证)',
    access: 'certificate.apply',
    body: z.object({
      application: id.nullable().default(null).describe('a binding that waits for the face check; null when bound already'),
      proofs: applyProofs,
    }),
    response: certificateCase,
    status: 201,
    errors: ['CERTIFICATE.OPEN', 'CERTIFICATE.NOT_NEEDED', 'CERTIFICATE.NO_SUBJECT', 'CERTIFICATE.PICTURE_UNKNOWN'],
  }),
  myCertificate: route({
    method: 'GET',
    path: '/certificates/mine',
    summary: 'My application for the offline certificate, and whether I may make one',
    access: 'signed-in',
    query: z.object({ application: id.optional() }),
    response: myCertificate,
  }),
  supplementCertificate: route({
    method: 'POST',
    path: '/certificates/:id/supplement',
    summary: 'Replace the pictures of an application that is open or was sent back',
    access: 'certificate.read',
    params,
    body: z.object({ proofs: applyProofs }),
    response: certificateCase,
    errors: [...ownErrors, 'CERTIFICATE.PICTURE_UNKNOWN'],
  }),
  withdrawCertificate: route({
    method: 'DELETE',
    path: '/certificates/:id',
    summary: 'Withdraw an application: its pictures go',
    access: 'certificate.read',
    params,
    response: myCertificate,
    errors: ownErrors,
  }),
  lookUpCertificate: route({
    method: 'POST',
    path: '/certificates/look-up',
    summary: 'Applications under a whole id number, of people of my community or street; audited (查询)',
    access: 'certificate.look-up',
    body: lookUpCertificate,
    response: z.object({ items: z.array(certifierCase) }),
    errors: ['ACCESS.DENIED', 'REQUEST.TOO_MANY'],
  }),
  certify: route({
    method: 'POST',
    path: '/certificates/:id/certify',
    summary: 'Certify offline, with evidence and the originals checked (提交认证)',
    access: 'certificate.certify',
    params,
    body: z.object({ evidence: certifyProofs, originals: z.literal(true, { error: '请核对原件后勾选' }) }),
    response: certifierCase,
    errors: [...ownErrors, 'CERTIFICATE.SELF', 'CERTIFICATE.TITLE_MISMATCH', 'CERTIFICATE.PICTURE_UNKNOWN', 'BIND.TAKEN', 'BIND.OTHER_PERSON', 'ACCESS.DENIED'],
  }),
  returnCertificate: route({
    method: 'POST',
    path: '/certificates/:id/return',
    summary: 'Send an application back for what lacks (退回补充)',
    access: 'certificate.certify',
    params,
    body: z.object({ reason: words(4, 200, '请写明要补充什么') }),
    response: certifierCase,
    errors: [...ownErrors, 'CERTIFICATE.SELF', 'ACCESS.DENIED'],
  }),
} as const;
