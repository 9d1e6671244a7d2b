/**
 * How personal data stands on a screen, in a list and in a log: 张*, 4403**********1234, 138****0000 (个人信息保护法; published lists are masked).
 * A number that is not of the usual length shows less, never more.
 */
export function maskName(name: string): string {
  // One sign always: the number of stars would tell the length of the name.
  const [first] = name.trim();
  return first === undefined ? '' : `${first}*`;
}

const cover = (text: string, head: number, tail: number): string => {
  const signs = [...text];
  const hidden = Math.max(signs.length - head - tail, 0);
  return signs.slice(0, head).join('') + '*'.repeat(hidden) + signs.slice(head + hidden).join('');
};

/** The number of any paper: four signs at each end of 15 and more, a quarter at each end of shorter ones. */
export function maskIdNumber(number: string): string {
  const { length } = [...number];
  const shown = length >= 15 ? 4 : Math.floor(length / 4);
  return cover(number, shown, shown);
}

/** A phone number: three or, with a +852 or +853 before it, four signs, then the last four; the last two of any other. */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return cover(phone, 3, 4);
  return /^\+85[23]\d{8}$/.test(phone) ? cover(phone, 4, 4) : cover(phone, 0, Math.min(2, Math.floor(phone.length / 4)));
}
