import { features } from '@wuye/shared/features';
import type { MessageKind, MessageSlice } from '@wuye/shared/kit';
import { afterNight } from '@wuye/shared/message';

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
