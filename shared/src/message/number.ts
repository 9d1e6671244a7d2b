/** A complaint's number without its century and sign: twelve digits, as many as a variable of an SMS may hold. */
export const shortNumber = (no: string): string => no.slice(2).replace('-', '');

/** Signs of full width as keyboards write them; whatever line stands between the day and its digits. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');

/** The number that somebody wrote, whole or as an SMS has it; null when it is none. */
export function readNumber(text: string): string | null {
  const [, day, digits] = /^(?:20)?(\d{6})(\d{6})$/.exec(plain(text)) ?? [];
  return day && digits ? `20${day}-${digits}` : null;
}

/** The two values of an SMS about a complaint. */
export const smsOfNumber = (subject: string, no = ''): { subject: string; title: string; short: string } => ({ subject, title: no, short: shortNumber(no) });
