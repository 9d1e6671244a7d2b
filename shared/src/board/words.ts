import type { Policy } from '../policy/index.js';

/** Whose phone a line of the board is (附件1 “物业服务三级投诉电话”), lowest first. */
export const boardLevels = ['project', 'company', 'bureau'] as const;
export type BoardLevel = (typeof boardLevels)[number];
export const boardLevelNames: Readonly<Record<BoardLevel, string>> = { project: '物业服务项目', company: '物业服务企业', bureau: '属地住建部门' };

/** Who fills a line in, as the board's printing says when it is missing. */
const WHO: Readonly<Record<BoardLevel, string>> = {
  project: '请项目经理或企业负责人填写',
  company: '请企业负责人或项目经理填写',
  bureau: '请区（县）住建部门填写',
};

/** 还没有填物业服务项目的投诉电话，请项目经理或企业负责人填写。 */
export function missingWords(levels: readonly BoardLevel[]): string {
  return levels.map((level) => `还没有填${boardLevelNames[level]}的投诉电话，${WHO[level]}。`).join('');
}

/** 全天 is how people say 00:00-24:00. */
export function hoursWords(from: string, to: string): string {
  return from === '00:00' && to === '24:00' ? '全天（00:00-24:00）' : `${from}-${to}`;
}

/** The words of the board beside names, phones and codes: those of the city's template. */
export interface BoardWords {
  readonly title: string;
  readonly phones: string;
  readonly guide: string;
  readonly guides: readonly string[];
  readonly pledge: string;
  readonly promise: string;
  readonly seal: string;
}

type Clocks = Policy['clocks'];

function respondWords(clocks: Clocks): string[] {
  const limit = clocks.respond?.limit;
  if (!limit) return [];
  if (limit.unit === 'working-days') return [`${limit.days}个工作日内回应`];
  if (limit.unit === 'working-hours') return [`${limit.hours}个工作小时内回应`];
  const { inWorkingTime, otherwise } = limit;
  if (inWorkingTime === otherwise) return [`回应不超过${otherwise}小时`];
  return [`工作时间回应不超过${inWorkingTime}小时，非工作时间回应不超过${otherwise}小时`];
}

/** How long another clock runs, in the words of a promise. */
function within(clocks: Clocks, name: 'accept' | 'explain'): string {
  const limit = clocks[name]?.limit;
  if (!limit) return '';
  if (limit.unit === 'working-days') return `${limit.days}个工作日内`;
  if (limit.unit === 'working-hours') return `${limit.hours}个工作小时内`;
  return `${Math.max(limit.inWorkingTime, limit.otherwise)}小时内`;
}

/** What the company promises about time: as many clocks as the city has. */
export function promisedTimes(clocks: Clocks): string {
  const [accept, explain] = [within(clocks, 'accept'), within(clocks, 'explain')];
  const accepted = accept ? [`${accept}受理登记`] : [];
  const explained = explain ? [`不属于物业责任的，${explain}说明并引导至相关部门`] : [];
  return [...respondWords(clocks), ...accepted, ...explained].join('，');
}

/**
 * 成住建发〔2023〕62号 附件1, with the city's own name and hours. The way in is ours: the code on the board and the account's menu stand
 * where the template names the city's app. Where no notice of the city's prescribes the board, it names no mechanism and bears no seal.
 */
export function boardWords({ city, clocks, sources }: Pick<Policy, 'city' | 'clocks' | 'sources'>): BoardWords {
  const [times, prescribed] = [promisedTimes(clocks), sources.board !== ''];
  return {
    title: prescribed ? `${city}“物业小区问题马上解决”公示牌` : '“业主有话说”公示牌',
    phones: '物业服务三级投诉电话',
    guide: '业主投诉指引',
    guides: [
      '（一）智慧物业系统投诉渠道。业主可用微信扫描二维码，或在公众号依次点击“政民互动”—“业主有话说”，进行投诉或问题反映。',
      '（二）其他投诉渠道。业主可拨打物业服务三级投诉电话，或通过楼栋管家等渠道进行投诉。',
    ],
    pledge: '物业服务企业承诺',
    promise:
      `本企业承诺，${prescribed ? '严格落实小区问题用心用情马上解决机制相关要求，' : ''}畅通本企业设置的各类投诉渠道并快速回应处理；` +
      (times ? `对通过${city}智慧物业系统发起的投诉，${times}；` : '') +
      '对突发紧急情况按照应急预案流程处理。',
    seal: prescribed ? `${city}住房和城乡建设局　监制` : '',
  };
}
