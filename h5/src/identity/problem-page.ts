import { identityErrors } from '@wuye/shared/identity';
import { type ErrorSlice, platformErrors } from '@wuye/shared/kit';

const TITLES: ErrorSlice = { ...platformErrors, ...identityErrors };
const UNKNOWN = '这个页面没有打开，请从公众号菜单重新进入。';

/** What /problem shows about a code. */
export interface ProblemView {
  heading: string;
  words: string;
  /** Only a code of ours is repeated on the page. */
  code: string;
  /** Beside [重新进入]: to another identity. */
  canSwitch: boolean;
}

/** The sentence for a code; one with a gap in it (`{left}`), or of somebody's making, gets the general one. */
export function problemView(given: unknown): ProblemView {
  const code = typeof given === 'string' && Object.hasOwn(TITLES, given) ? given : '';
  const title = TITLES[code]?.title ?? UNKNOWN;
  const snapshot = code === 'SESSION.SNAPSHOT_USER';
  return {
    heading: snapshot ? '现在是预览' : '没有打开这个页面',
    words: snapshot ? '请点“使用完整服务”，再继续办理。' : title.includes('{') ? UNKNOWN : title,
    code,
    canSwitch: code === 'ACCESS.DENIED',
  };
}
