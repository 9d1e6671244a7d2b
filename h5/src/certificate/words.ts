import type { CertificateCase, CertifierCase, Proofs } from '@wuye/shared/certificate';
import { apiUrl } from '../kit/http';
import type { StatusKind } from '../kit/StatusTag.vue';

/**
 * Words of 线下认证 for pages that only show them. The kinds of proof repeat the contract's, whose module brings zod with it;
 * certificate.spec.ts holds the two together.
 */
export const PROOF_KINDS = ['title', 'identity', 'holding'] as const;

/** As the owner sends them, and as the certifier does [SZ-O 1 (二) 5]. */
export const OWNER_LABELS: Readonly<Record<keyof Proofs, string>> = { title: '产权证明', identity: '证件照片', holding: '手持证件照片' };
export const CERTIFIER_LABELS: Readonly<Record<keyof Proofs, string>> = { title: '产权证明', identity: '身份证证明', holding: '个人手持身份证证明照片' };

export const emptyProofs = (): Proofs => ({ title: [], identity: [], holding: [] });

const LOOKS: Readonly<Record<CertificateCase['state'], { kind: StatusKind; word: string }>> = {
  submitted: { kind: 'running', word: '等您带原件办理' },
  returned: { kind: 'soon', word: '需要补充' },
  approved: { kind: 'good', word: '已人脸认证（线下）' },
  withdrawn: { kind: 'idle', word: '已撤回' },
};

export const stateLook = ({ state }: Pick<CertificateCase, 'state'>) => LOOKS[state];

/** What a row of pictures shows. */
export function picturesOf(proofs: Proofs, labels: Readonly<Record<keyof Proofs, string>>): { src: string; alt: string }[] {
  return PROOF_KINDS.flatMap((kind) => proofs[kind].map((id, index) => ({ src: apiUrl(`/files/${id}`), alt: `${labels[kind]}，第 ${index + 1} 张` })));
}

/** Whether [提交认证] may be tried, and if not, why. */
export function obstacle({ state, mine, rows }: Pick<CertifierCase, 'state' | 'mine' | 'rows'>): string {
  if (mine) return '这是您本人的申请，请业委会其他成员或街道办办理。';
  if (state === 'returned') return '已退回，等业主补充后再办。';
  if (state !== 'submitted') return '这份申请已经办完。';
  const fits = rows.some(({ differences }) => !differences.some(({ blocks }) => blocks));
  return fits ? '' : '产权登记与申请不一致，不能认证。请退回补充，或请业主先提交更正。';
}
