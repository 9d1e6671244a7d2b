import { complaintCategoryNames, type ComplaintCategory } from './contract.js';

/** Words that any complaint may hold: what two have in common in them says nothing of what happened, and what stands around them does. */
const EVERYONES =
  /我们|咱们|物业|小区|业主|居民|问题|希望|尽快|处理|解决|请问|麻烦|已经|一直|经常|现在|今天|昨天|早上|晚上|一下|没有|你好|您好|谢谢|[的了着过呢吗吧啊是有在都又还也就很太]/g;
/** Who someone says that they are: a name is no matter. */
const WHO = /(?:我是|我叫|本人|姓名[:：]?)\s*\p{Script=Han}{2,4}/gu;
const HAN = /\p{Script=Han}+/gu;

/** Of the shorter one's pairs so many in common, and they speak of the same. Ours: 电梯异响 is not 电梯困人. */
export const ALIKE = 1 / 3;

const pairOf = (one = '', other = ''): string => (one < other ? one + other : other + one);

/** Each two signs that stand side by side, in either order (困人, 人困), but for the category's own name: all of that category say it. */
function pairsOf(text: string, category: ComplaintCategory): Set<string> {
  const pairs = new Set<string>();
  for (const [run] of text.replace(WHO, '，').replace(EVERYONES, '').matchAll(HAN)) {
    const signs = [...run];
    for (let at = 1; at < signs.length; at++) pairs.add(pairOf(signs[at - 1], signs[at]));
  }
  const [first, second, third] = [...complaintCategoryNames[category]];
  if (third === undefined) pairs.delete(pairOf(first, second));
  return pairs;
}

/** So few pairs (电梯坏了) tell that it is the same, and never that it is something else. */
const FEW = 1;

/** How much two say the same, from 0 to 1; null where one says too little to tell. */
export function likenessOf(a: string, b: string, category: ComplaintCategory): number | null {
  const [one, other] = [pairsOf(a, category), pairsOf(b, category)].sort((x, y) => x.size - y.size) as [Set<string>, Set<string>];
  if (one.size === 0) return null;
  const common = [...one].filter((pair) => other.has(pair)).length;
  return common === 0 && one.size <= FEW ? null : common / one.size;
}

/** 1: they speak of the same; −1: of something else; 0: nobody can tell. */
export function sameMatter(a: string, b: string, category: ComplaintCategory): -1 | 0 | 1 {
  const likeness = likenessOf(a, b, category);
  if (likeness === null) return 0;
  return likeness >= ALIKE ? 1 : -1;
}
