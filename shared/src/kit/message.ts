/**
 * One kind of message to a person, sent as a WeChat template message.
 * `Data` is what the outbox row keeps: it holds no personal data, for the row outlives the message.
 */
export interface MessageKind<Data = Record<string, string>> {
  /** The template's title in the account; its id is looked up by it. */
  readonly template: string;
  /** The template's keywords, in order: `thing2` → value before it is shaped to the keyword's limits. */
  keywords(data: Data): Readonly<Record<string, string>>;
  /** H5 path that a tap opens, below `/h5`. */
  link(data: Data): string;
}

/** A feature's messages by kind, e.g. `complaint.responded`. */
export type MessageSlice = Readonly<Record<string, MessageKind>>;

/** Declares a feature's messages; the kinds become a type. */
export function defineMessages<const S extends MessageSlice>(slice: S): S {
  return slice;
}
