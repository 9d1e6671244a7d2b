/**
 * The url this visit began with, before the router touched it. WeChat's JS-SDK on iOS checks the signature against
 * it, Android against the current one; a page in history mode therefore needs both.
 */
export const landingUrl = window.location.href.split('#')[0]!;

/** The urls to ask a JS-SDK signature for, in the order to try. */
export function signatureUrls(): string[] {
  const current = window.location.href.split('#')[0]!;
  const order = /iPhone|iPad/.test(navigator.userAgent) ? [landingUrl, current] : [current, landingUrl];
  return [...new Set(order)];
}
