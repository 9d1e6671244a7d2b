/**
 * Our icons, drawn on a 24 grid with a 2 px round line; each value is the inside of an <svg>.
 * Vant's names are kept for the ones its components show (arrow, clear, cross, success, photograph …): its icon
 * stylesheet is replaced by `iconCss()` (vite.config.ts), so the icon font never loads. At run time only the css
 * exists: pages import the type alone.
 */
const ring = '<circle cx="12" cy="12" r="9"/>';
const sheet = '<path d="M6 3h9l4 4v14H6z"/>';

export const ICONS = {
  // Vant's inner ones
  arrow: '<path d="m9 5 7 7-7 7"/>',
  'arrow-left': '<path d="m15 5-7 7 7 7"/>',
  'arrow-up': '<path d="m5 15 7-7 7 7"/>',
  'arrow-down': '<path d="m5 9 7 7 7-7"/>',
  cross: '<path d="m6 6 12 12M18 6 6 18"/>',
  clear:
    '<path fill="#000" stroke="none" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm4.6 13.2-1.4 1.4-3.2-3.2-3.2 3.2-1.4-1.4 3.2-3.2-3.2-3.2 1.4-1.4 3.2 3.2 3.2-3.2 1.4 1.4-3.2 3.2z"/>',
  success: '<path d="m5 13 4.5 4.5L19 7"/>',
  fail: '<path d="m6 6 12 12M18 6 6 18"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  minus: '<path d="M5 12h14"/>',
  photograph: '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
  photo: '<path d="M3 5h18v14H3z"/><path d="m4 17 5-5 4 4 3-3 4 4"/><circle cx="15.5" cy="9" r="1"/>',
  'photo-fail': '<path d="M3 5h18v14H3zM9 9l6 6m0-6-6 6"/>',
  delete: '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
  star: '<path fill="#000" d="m12 3 2.8 5.8 6.2.8-4.5 4.4 1.1 6.3L12 17.3l-5.6 3 1.1-6.3L3 9.6l6.2-.8z"/>',
  'star-o': '<path d="m12 3 2.8 5.8 6.2.8-4.5 4.4 1.1 6.3L12 17.3l-5.6 3 1.1-6.3L3 9.6l6.2-.8z"/>',
  // States: StatusTag
  'warning-o': `${ring}<path d="M12 7v6m0 3.5v.1"/>`,
  'clock-o': `${ring}<path d="M12 7v5l3.5 2"/>`,
  'underway-o': `${ring}<path d="m9.5 8 6 4-6 4z"/>`,
  passed: `${ring}<path d="m7.5 12.5 3 3 6-6.5"/>`,
  close: `${ring}<path d="m8.5 8.5 7 7m0-7-7 7"/>`,
  'notes-o': `${sheet}<path d="M9 10h6m-6 4h6m-6 4h3"/>`,
  'info-o': `${ring}<path d="M12 7.4v.1M12 11v6"/>`,
  // Acts and things
  'home-o': '<path d="m3 11 9-8 9 8M5.5 9.5V20h13V9.5M10 20v-6h4v6"/>',
  'user-o': '<circle cx="12" cy="8" r="4"/><path d="M4 21c.5-5 4-7 8-7s7.5 2 8 7"/>',
  friends: '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-4.5 3-6.5 6.5-6.5s6.1 2 6.5 6.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14c2.2.9 3.3 3 3.5 6"/>',
  bell: '<path d="M6 17V10.5a6 6 0 0 1 12 0V17l1.5 1.5h-15zM10 21.5h4"/>',
  chat: '<path d="M4 4h16v12h-8l-5 4.5V16H4zM8 8.5h8M8 12h5"/>',
  phone: '<path d="M7.5 3 10 8.5 7.8 10.5a12 12 0 0 0 5.7 5.7l2-2.2L21 16.5V20a1 1 0 0 1-1 1C11 20.5 3.5 13 3 4a1 1 0 0 1 1-1z"/>',
  key: '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.5 12.5 8-8M16 8l3 3M13.5 10.5l2 2"/>',
  building: '<path d="M5 21V4l9-1.5V21M14 8h5v13M3 21h18M8.5 8h2m-2 4h2m-2 4h2"/>',
  exchange: '<path d="M4 8h15l-4-4M20 16H5l4 4"/>',
  edit: '<path d="M4 20h4L20 8l-4-4L4 16zM13.5 6.5l4 4"/>',
  list: '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1m0 5.9v.1m0 5.9v.1"/>',
  todo: `${sheet}<path d="m9 13 2 2 4-4"/>`,
  location: '<path d="M12 21.5c-4.5-5-7-8.5-7-11.5a7 7 0 0 1 14 0c0 3-2.5 6.5-7 11.5z"/><circle cx="12" cy="10" r="2.5"/>',
  scan: '<path d="M4 8V4h4m8 0h4v4m0 8v4h-4m-8 0H4v-4M4 12h16"/>',
  mic: '<path d="M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21"/>',
  shield: '<path d="M12 3 4.5 6v5.5c0 5 3 8 7.5 9.5 4.5-1.5 7.5-4.5 7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5"/>',
  'shield-x': '<path d="M12 3 4.5 6v5.5c0 5 3 8 7.5 9.5 4.5-1.5 7.5-4.5 7.5-9.5V6zM9.5 9.5l5 5m0-5-5 5"/>',
  vote: '<path d="M4 13h16v8H4zM4 13l3-3m13 3-3-3M8 16.5h8M9 3h6v9.5H9zM11 6.5h2"/>',
  money: `${ring}<path d="m8.5 7 3.5 5 3.5-5M12 12v6m-3.5-5h7m-7 2.7h7"/>`,
  chart: '<path d="M4 4v16h16M8.5 16v-4m4 4V8m4 8v-6"/>',
  print: '<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"/>',
  eye: '<path d="M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7z"/><circle cx="12" cy="12" r="3"/>',
  refresh: '<path d="M20 5v5h-5M20 10a8.5 8.5 0 1 0 .5 4"/>',
  'font-size': '<path d="M2 19 8 5l6 14M4 14.5h8M14.5 19l3.5-8 3.5 8m-5.8-2.5h4.6"/>',
  logout: '<path d="M14 4H5v16h9M10 12h11m-4-4 4 4-4 4"/>',
  sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m0-13.4 1.4 1.4m10.6 10.6 1.4 1.4"/>',
} as const;

/** The name of one of our icons. */
export type IconName = keyof typeof ICONS;

function dataUri(inside: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>${inside.replace(/"/g, "'")}</svg>`;
  return `url("data:image/svg+xml,${svg.replace(/[%#<>]/g, (sign) => encodeURIComponent(sign))}")`;
}

/** The stylesheet that stands for Vant's: masks, so an icon takes the text's colour and size. */
export function iconCss(): string {
  const base = [
    '.van-icon{position:relative;display:inline-block;font-size:inherit;line-height:1}',
    // The fallback hides a name that we do not draw; a bare mask would show a filled square.
    '.van-icon[class*=" van-icon-"]::before{content:"";display:inline-block;width:1em;height:1em;vertical-align:-.125em;background:currentColor;' +
      '-webkit-mask:var(--icon,linear-gradient(transparent,transparent)) center/contain no-repeat;mask:var(--icon,linear-gradient(transparent,transparent)) center/contain no-repeat;' +
      '-webkit-print-color-adjust:exact;print-color-adjust:exact}',
    '.van-icon__image{display:block;width:1em;height:1em;object-fit:contain}',
  ];
  return [...base, ...Object.entries(ICONS).map(([name, inside]) => `.van-icon-${name}{--icon:${dataUri(inside)}}`)].join('\n');
}
