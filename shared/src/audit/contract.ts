import { z } from 'zod';
import { defineAccess, id, instant, pageOf, pageQuery, route } from '../kit/index.js';

/**
 * Who searches the audit log was appointed for that alone: a city officer with 审计 in the appointment, and nobody by office
 * (个人信息保护法 51: access by need; who audits does nothing that is audited).
 */
export const auditAccess = defineAccess({ 'audit.search': { what: '查询、导出审计日志（每次查询留痕）', roles: ['city_officer'], named: true } });

const filter = {
  from: instant.optional(),
  to: instant.optional().describe('the first instant that is too late'),
  actor: id.optional().describe("an account's id"),
  about: id.optional().describe('whose data: the id of an account'),
  action: z.string().trim().max(64).optional().describe('an action, or its beginning, e.g. complaint.'),
  subject: z.string().trim().max(80).optional().describe('e.g. complaint:20261120-000001'),
};

export const auditRow = z.object({
  id,
  at: instant,
  actor: id,
  actorName: z.string().describe('masked; empty where they are gone'),
  action: z.string(),
  subject: z.string(),
  about: id.nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
  block: z.number().int().nullable().describe('the block of the chain that it is sealed in'),
});
export type AuditRow = z.output<typeof auditRow>;

export const auditRoutes = {
  searchAudit: route({
    method: 'GET',
    path: '/audit',
    summary: 'Search the audit log, newest first; each search is audited',
    access: 'audit.search',
    query: pageQuery.extend(filter),
    response: pageOf(auditRow),
    errors: ['ACCESS.DENIED'],
  }),
  exportAudit: route({
    method: 'GET',
    path: '/audit/export',
    summary: 'The same as a table (CSV)',
    access: 'audit.search',
    query: z.object(filter),
    errors: ['ACCESS.DENIED'],
  }),
} as const;
