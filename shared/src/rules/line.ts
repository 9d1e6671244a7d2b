import { RULES } from './registry.js';

const fault = (error: string, message: string): object => ({ error, message });

function answer(line: string): object {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return fault('LINE.BROKEN', '这一行不是 JSON');
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return fault('LINE.BROKEN', '这一行不是 {"rule":…,"input":…}');
  const { rule: name, input } = read as { rule?: unknown; input?: unknown };
  const rule = typeof name === 'string' ? RULES.get(name) : undefined;
  return rule ? rule(input) : fault('RULE.UNKNOWN', `没有这条规则；现有：${[...RULES.keys()].join(' ')}`);
}

/**
 * One case in, `{"rule":"…","input":…}`, one result out, both a line of JSON without its end.
 * Other keys of the line (a number, a note) are the auditor's own and are not read; a key given twice holds its last value.
 * @returns null for a blank line (JSON's white space only); a fault is `{"error":"…","message":"…"}`: LINE.BROKEN,
 * RULE.UNKNOWN, INPUT.INVALID or the rule's own code
 */
export function runLine(line: string): string | null {
  return /[^ \t\r\n]/.test(line) ? JSON.stringify(answer(line)) : null;
}

/** The result for a line whose bytes are no text. */
export function brokenLine(message: string): string {
  return JSON.stringify(fault('LINE.BROKEN', message));
}
