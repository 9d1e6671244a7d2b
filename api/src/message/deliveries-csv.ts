import { writeInstant } from '@wuye/shared/calendar';
import { deliveryOutcomeNames, type DeliveryRow, missedReasonNames, smsOutcomeNames } from '@wuye/shared/message';

/** Without it Excel takes UTF-8 for the system's own encoding. */
export const BOM = '\uFEFF';

export const HEADER = ['小区', '事项', '姓名', '送达情况', '时间', '微信未送达原因', '短信', '上门送达人', '上门送达时间', '上门照片', '已阅读', '编号'];

/** A field of a table that a spreadsheet program opens: quoted where need be, and never a formula. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** One delivery as a line of the table. */
export function lineOf({ communityName, kind, name, outcome, at, wechat, sms, hand, read, id }: DeliveryRow): string {
  return csvLine([
    communityName,
    kind,
    name,
    deliveryOutcomeNames[outcome],
    at ? writeInstant(Date.parse(at)) : '',
    wechat ? missedReasonNames[wechat] : '',
    sms ? smsOutcomeNames[sms] : '',
    hand?.by ?? '',
    hand ? writeInstant(Date.parse(hand.at)) : '',
    hand ? `${hand.pictures.length} 张` : '',
    read ? '是' : '',
    id,
  ]);
}
