import { Controller, StreamableFile } from '@nestjs/common';
import { identityRoutes as routes } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { type Context, Endpoint, type SignedIn } from '../platform/http/index.js';
import { Sessions } from '../platform/session/index.js';
import { Captchas } from './captchas.js';
import { People } from './people.js';
import { SignIn } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';

/** Signing in and out, and proving that a phone is one's own. */
@Controller()
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly people: People,
    private readonly sessions: Sessions,
    private readonly captchas: Captchas,
    private readonly codes: SmsCodes,
  ) {}

  @Endpoint(routes.startSession)
  async startSession(context: Context, { query }: InputOf<typeof routes.startSession>) {
    const next = await this.signIn.start(context, query);
    if (isProblem(next)) return next;
    void context.http.reply.redirect(next, 302);
  }

  @Endpoint(routes.finishSession)
  async finishSession(context: Context, { query }: InputOf<typeof routes.finishSession>) {
    const next = await this.signIn.finish(context, query);
    if (isProblem(next)) return next;
    void context.http.reply.redirect(next, 302);
  }

  @Endpoint(routes.readSession)
  readSession(context: SignedIn) {
    return this.people.session(context);
  }

  @Endpoint(routes.endSession)
  endSession({ http, who, now }: SignedIn) {
    return this.sessions.close(http.reply, who.sessionId, now);
  }

  @Endpoint(routes.drawCaptcha)
  drawCaptcha(context: SignedIn) {
    return this.captchas.draw(context);
  }

  @Endpoint(routes.hearCaptcha)
  async hearCaptcha(context: SignedIn, { params }: InputOf<typeof routes.hearCaptcha>) {
    const sound = await this.captchas.speech(context, params.id);
    if (isProblem(sound)) return sound;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(sound, { type: 'audio/wav' }) as never;
  }

  @Endpoint(routes.sendSmsCode)
  sendSmsCode(context: SignedIn, { body }: InputOf<typeof routes.sendSmsCode>) {
    return this.codes.send(context, body);
  }
}
