import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { FaceModule } from '../face/index.js';
import { SmsModule } from '../sms/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { WechatModule } from '../wechat/index.js';
import { Accounts } from './accounts.js';
import { Applications } from './applications.js';
import { BindingController } from './binding.controller.js';
import { Bindings } from './bindings.js';
import { Captchas } from './captchas.js';
import { Certifications } from './certifications.js';
import { BindingApplication, Captcha, SmsCode } from './entities.js';
import { FaceChecks } from './face-checks.js';
import { SessionController } from './session.controller.js';
import { People } from './people.js';
import { Roles } from './roles.js';
import { SignIn } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';
import { Withdrawals } from './withdrawals.js';

const HOUR = 3_600_000;

@Module({
  imports: [CommunityModule, FaceModule, SmsModule, WechatModule],
  controllers: [SessionController, BindingController],
  providers: [Accounts, Applications, Bindings, Captchas, Certifications, FaceChecks, People, Roles, SignIn, SmsCodes, Withdrawals],
  exports: [Applications, Bindings, Certifications, People],
})
export class IdentityModule {
  constructor(sweeps: Sweeps) {
    sweeps.keepFor(
      { entity: Captcha, column: 'expiresAt', keep: HOUR },
      { entity: SmsCode, column: 'expiresAt', keep: 24 * HOUR },
      // Half-filled forms hold names and numbers: they go when they end, as the notice on the first page says.
      { entity: BindingApplication, column: 'expiresAt', keep: 0 },
    );
  }
}
