import type { ComplaintSource, ComplaintView } from '@wuye/shared/complaint';

/** How it came in, for who handles it. Repeats the contract's names, whose module brings zod with it; words.spec.ts holds the two together. */
export const SOURCE_NAMES: Readonly<Record<ComplaintSource, string>> = {
  code: '扫码',
  menu: '公众号菜单',
  phone: '代业主登记',
  hotline: '12345 热线',
  letter: '信访',
  open311: '其他系统',
};

/** 来源：12345 热线，编号 A-2 */
export const cameBy = ({ source, outsideNo }: Pick<ComplaintView, 'source' | 'outsideNo'>): string =>
  `来源：${SOURCE_NAMES[source]}${outsideNo === null ? '' : `，编号 ${outsideNo}`}`;
