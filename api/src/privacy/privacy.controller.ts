import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { privacyRoutes as routes } from '@wuye/shared/privacy';
import { Consents, PhoneChange } from '../identity/index.js';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Sessions } from '../platform/session/index.js';
import { PrivacyPages } from './privacy-pages.js';
import { Rights } from './rights.js';

/** 我的 - 隐私 */
@Controller()
export class PrivacyController {
  constructor(
    private readonly pages: PrivacyPages,
    private readonly rights: Rights,
    private readonly consentsOf: Consents,
    private readonly phones: PhoneChange,
    private readonly sessions: Sessions,
  ) {}

  @Endpoint(routes.readPrivacy)
  readPrivacy(context: SignedIn) {
    return this.pages.view(context);
  }

  @Endpoint(routes.exportPrivacy)
  async exportPrivacy(context: SignedIn) {
    const parts = await this.rights.export(context);
    if (isProblem(parts)) return parts;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(Readable.from(parts, { objectMode: false }), {
      type: 'application/json; charset=utf-8',
      disposition: 'attachment; filename="my-data.json"',
    }) as never;
  }

  @Endpoint(routes.erase)
  async erase(context: SignedIn) {
    const refused = await this.rights.erase(context);
    if (refused) return refused;
    await this.sessions.close(context.http.reply, context.who.sessionId, context.now);
  }

  @Endpoint(routes.changePhone)
  changePhone(context: SignedIn, { body }: InputOf<typeof routes.changePhone>) {
    return this.phones.change(context, body);
  }

  @Endpoint(routes.consents)
  async consents(context: SignedIn) {
    return { items: await this.consentsOf.mine(context) };
  }

  @Endpoint(routes.withdrawConsent)
  withdrawConsent(context: SignedIn, { params }: InputOf<typeof routes.withdrawConsent>) {
    return this.rights.withdraw(context, params.document);
  }

  @Endpoint(routes.looks)
  looks(context: SignedIn, input: InputOf<typeof routes.looks>) {
    return this.pages.looks(context, input);
  }
}
