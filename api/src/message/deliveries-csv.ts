import { writeInstant } from '@wuye/shared/calendar';
import { deliveryOutcomeNames, type DeliveryRow, missedReasonNames, smsOutcomeNames } from '@wuye/shared/message';
import { csvLine } from '../platform/csv/index.js';

export const HEADER = ['小区', '事项', '姓名', '送达情况', '时间', '微信未送达原因', '短信', '上门送达人', '上门送达时间', '上门照片', '已阅读', '编号'];

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
