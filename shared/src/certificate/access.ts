import { defineAccess } from '../kit/index.js';

/**
 * 线下认证: the owners' committee (筹备组) or the street office certifies who can't or won't show their face [SZ-O 1 (二) 5, (三) 3-4].
 * Looking up an application tells who applied, so it is theirs alone, too. Each within their community or street.
 */
export const certificateAccess = defineAccess({
  'certificate.apply': { what: '申请线下认证', anyone: true },
  'certificate.read': { what: '查看、补充、撤回自己的线下认证申请', own: true },
  'certificate.look-up': { what: '按完整证件号码查询线下认证申请和照片（每次留痕）', roles: ['committee_member', 'street_officer'] },
  'certificate.certify': { what: '提交线下认证或退回补充', roles: ['committee_member', 'street_officer'], confirmed: true },
});
