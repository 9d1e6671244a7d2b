/**
 * The url this visit began with, before the router touched it. WeChat's JS-SDK on iOS checks the signature against
 * it, Android against the current one; a page in history mode therefore needs both (wechat.ts).
 */
export const landingUrl = window.location.href.split('#')[0]!;

/** What the page runs in. The simulator's phone is known by its frame's name, for a user agent is not its to give. */
export const device = (): string => `${navigator.userAgent} ${window.name}`;

/** True inside WeChat. */
export const inWechat = (): boolean => /MicroMessenger| wechat (?:ios|android) \d$/.test(device());
