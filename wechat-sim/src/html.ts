import type { FastifyReply } from 'fastify';

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes any text safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

/** HTML that may be put into `html` as it stands. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** Builds HTML; every value is escaped unless it is HTML made by this function. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  const parts = values.map((value) => {
    if (value instanceof Html) return value.text;
    if (Array.isArray(value)) return (value as readonly Html[]).map((part) => part.text).join('');
    return escapeHtml(String(value));
  });
  return new Html(strings.reduce((all, string, index) => all + (parts[index - 1] ?? '') + string));
}

/** Sends one of the simulator's own small pages, readable on a phone. */
export function sendPage(reply: FastifyReply, title: string, body: Html, status = 200): FastifyReply {
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
      <title>${title}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/sim/page.css" />
      <body>
        <main>${body}</main>
      </body>
    </html>`;
  return safely(reply).code(status).type('text/html; charset=utf-8').send(page.text);
}

/** The headers of our pages: no foreign script or style, but any page may stand in the phone's webview. */
export function safely(reply: FastifyReply): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src *; base-uri 'none'",
    );
}
