import { features } from '@wuye/shared/features';
import type { MessageKind, MessageSlice } from '@wuye/shared/kit';
import { afterNight } from '@wuye/shared/message';
import { madeAt } from '../database/index.js';
import type { Lane } from './entities.js';

/** Every kind of message, collected from the features. */
export const messageKinds: MessageSlice = Object.assign({}, ...features.map(({ messages }) => messages ?? {})) as MessageSlice;

/** A kind by name; undefined for one that an older version wrote and this one no longer knows. */
export const kindOf = (name: string): MessageKind | undefined => (Object.hasOwn(messageKinds, name) ? messageKinds[name] : undefined);

/** The kinds that a rule demands: an SMS goes where WeChat did not deliver them. */
export const requiredKinds: readonly string[] = Object.keys(messageKinds).filter((name) => kindOf(name)?.required);

/** When a message of a kind may go, wanted at an instant: the night is for those that may come at night. */
export function mayGoAt(kind: string, wanted: Date): Date {
  return kindOf(kind)?.night === false ? new Date(afterNight(wanted.getTime())) : wanted;
}

/** When a message could go for the first time: its id says when it was written. */
export const firstDue = ({ id, kind }: { readonly id: string; readonly kind: string }): Date => mayGoAt(kind, madeAt(id));

/** Of messages to one person those go first that may come at night: a clock runs for them. A notice to everybody goes last. */
export const laneOf = (kind: string): Lane => (kindOf(kind)?.night ? 0 : 1);
export const NOTICE: Lane = 2;
export const LANES: readonly Lane[] = [0, 1, 2];

const REPORT_WITHIN = 24 * 3_600_000;
/** No instant at which anything is due. */
export const NEVER = new Date('9999-12-31T00:00:00.000Z');

/** When the report of a message that was sent counts as missing: after a day for what a rule demands, else never. */
export const reportDue = (kind: string, sent: Date): Date => (requiredKinds.includes(kind) ? new Date(sent.getTime() + REPORT_WITHIN) : NEVER);
