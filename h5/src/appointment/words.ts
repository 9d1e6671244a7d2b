import { formatLegalDate, formatMoment } from '@wuye/shared/calendar';
import type { Appointable, Duty, OfficeView } from '@wuye/shared/appointment';
import { roleNames, type Role } from '@wuye/shared/kit';
import type { StatusKind } from '../kit/StatusTag.vue';

/** The page as its reader calls it: 权限管理 in the company [SZ-E 4], 人员任命 at the bureaus. */
export function pageTitle(has: (...roles: readonly Role[]) => boolean): string {
  if (has('company_head')) return '权限管理';
  return has('city_officer', 'district_officer', 'street_officer') ? '人员任命' : '人员管理';
}

/** Who holds the office, as a person: some roles are called by their office. */
const PEOPLE: Partial<Record<Role, string>> = {
  committee_member: '业委会成员',
  street_officer: '街道办人员',
  district_officer: '区主管部门人员',
  city_officer: '市主管部门人员',
};
export const personWords = (role: Role): string => PEOPLE[role] ?? roleNames[role] ?? '人员';

/** The button that gives an office. */
export const addWords = ({ role, invited }: Pick<Duty, 'role' | 'invited'>): string => `${invited ? '邀请' : '添加'}${personWords(role)}`;

/** How an office stands: colour and word. */
export function standOf(office: OfficeView, now: number): { kind: StatusKind; word: string } {
  if (office.endedAt) return { kind: 'idle', word: ENDS[office.endReason ?? 'dismissed'] };
  if (office.taken) return { kind: 'good', word: '已认证' };
  if (office.takeUpUntil && Date.parse(office.takeUpUntil) <= now) return { kind: 'bad', word: '邀请已过期' };
  return { kind: 'soon', word: office.takeUpUntil ? '待接受邀请' : '待本人认证' };
}

const ENDS = { dismissed: '已注销', term: '任期届满', expired: '邀请已过期' } as const;

/** Who did what when, for 任命记录. */
export function historyLine(office: OfficeView, now: number): string {
  const made = `${formatMoment(Date.parse(office.appointedAt), now)} 由${office.appointedBy || '平台'}任命`;
  if (!office.endedAt) return made;
  const how = office.endReason === 'dismissed' ? `由${office.endedBy || '平台'}注销` : ENDS[office.endReason ?? 'dismissed'];
  return `${made}；${formatMoment(Date.parse(office.endedAt), now)} ${how}`;
}

/** The last day of a term: the instant is the first that is too late. */
export const lastDayOf = (termEndsAt: string): string => formatLegalDate(Date.parse(termEndsAt) - 1);

/** Roles whose sensitive acts ask for a second factor: theirs alone can be reset. */
export const CONFIRMS: readonly Role[] = ['company_head', 'street_officer', 'district_officer', 'city_officer'];

/** What follows from 注销, said before it is done. */
export function dismissWords(role: Appointable, place: string): string {
  const rest =
    role === 'project_manager'
      ? '没有办完的诉求留在企业负责人那里，任命下一位后由其接着办。'
      : role === 'company_head'
        ? '企业的小区和人员不变，可以再邀请下一位负责人。'
        : '';
  return `注销后马上生效，不能再以${roleNames[role]}身份办理${place}的事。${rest}`;
}
