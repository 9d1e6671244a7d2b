/** The code in a poster's link (`https://our-host/q/<code>`); null for anything that does not lead to our own host. */
export function posterCode(text: string): string | null {
  const [, host = '', code = ''] = /^https?:\/\/([^/?#\s\\@]+)\/q\/([\w.~-]{1,100})$/.exec(text.trim()) ?? [];
  // In development a person's pages are at <name>.<our host>.
  const own = host === window.location.host || (/^localhost(:\d+)?$/.test(host) && window.location.host.endsWith(`.${host}`));
  return own ? code : null;
}
