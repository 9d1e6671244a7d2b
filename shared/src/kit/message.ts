/** 消息's two tabs beside 全部: what waits for the reader, and what is to be known. */
export const messageTabs = ['todo', 'notice'] as const;
export type MessageTab = (typeof messageTabs)[number];

/** Why a message must arrive: where WeChat did not deliver it, an SMS says so. */
export interface Requirement<Data = Record<string, string>> {
  /** The rule that demands it, a law or one of a city's: the reason of the SMS for whoever reads the code. No page and no message shows it. */
  readonly rule: string;
  /** The two values of the SMS: 【智慧物业】{subject}：{title}，请打开微信公众号查看。 A provider may cut each after 12 characters. `short`: the title for such a one, where a cut would take what tells it apart. */
  sms(data: Data): { readonly subject: string; readonly title: string; readonly short?: string };
}

/**
 * One kind of message to a person, sent as a WeChat template message and listed under 消息.
 * `Data` is what the outbox row keeps: it holds no personal data, for the row outlives the message.
 */
export interface MessageKind<Data = Record<string, string>> {
  /** The template's title in the account; its id is looked up by it. */
  readonly template: string;
  /** The template's number in WeChat's library, for an account that lacks it. */
  readonly library: string;
  /** What the template calls its keywords, in the order of `keywords`. */
  readonly labels: readonly string[];
  /** The template's keywords, in order: `thing2` → value before it is shaped to the keyword's limits. What is cut stands whole behind the link. */
  keywords(data: Data): Readonly<Record<string, string>>;
  /** H5 path that a tap opens, below `/h5`. */
  link(data: Data): string;
  /** Who gets it, in words. */
  readonly audience: string;
  /** Null: a courtesy, which nobody is sent an SMS for. */
  readonly required: Requirement<Data> | null;
  /** Whether it may come at night; else it waits until morning. */
  readonly night: boolean;
  readonly tab: MessageTab;
  /** How 消息 lists it: a heading of a few characters, and one line. */
  title(data: Data): string;
  summary(data: Data): string;
}

/** A feature's messages by kind, e.g. `complaint.responded`. */
export type MessageSlice = Readonly<Record<string, MessageKind>>;

/** Declares a feature's messages; the kinds become a type. */
export function defineMessages<const S extends MessageSlice>(slice: S): S {
  return slice;
}
