import type { ReportKind, ReportOf } from '@wuye/shared/figures';
import { apiUrl } from '../kit/http';
import { useLoad } from '../kit/load';
import { readReport } from './client.gen';

export function useReport(kind: ReportKind, { from }: ReportOf) {
  return useLoad((signal) => readReport({ query: { kind, month: from } }, { signal }), { keep: `report:${kind}:${from}` });
}

export const reportFile = (kind: ReportKind, { from }: ReportOf): string => apiUrl('/figures/report/export', { kind, month: from });
