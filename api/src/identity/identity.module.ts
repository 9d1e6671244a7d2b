import { Module } from '@nestjs/common';
import { keepTerms } from '@wuye/shared/privacy';
import { CommunityModule } from '../community/index.js';
import { FaceModule } from '../face/index.js';
import { SmsModule } from '../sms/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { RegisterModule } from '../register/index.js';
import { WechatModule } from '../wechat/index.js';
import { Accounts } from './accounts.js';
import { Applications } from './applications.js';
import { BindingController } from './binding.controller.js';
import { Bindings } from './bindings.js';
import { Captchas } from './captchas.js';
import { Certifications } from './certifications.js';
import { BindingApplication, Captcha, Consent, SmsCode } from './entities.js';
import { FaceChecks } from './face-checks.js';
import { SessionController } from './session.controller.js';
import { LaterCertificate } from './later-certificate.js';
import { Offers } from './offers.js';
import { People } from './people.js';
import { RegisterAnswers } from './register-answers.js';
import { Consents } from './consents.js';
import { Erasures } from './erasures.js';
import { IdentityHolder } from './personal.js';
import { PhoneChange } from './phone-change.js';
import { Roles } from './roles.js';
import { SignIn } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';
import { TitleMoves } from './title-moves.js';
import { Subjects } from './subjects.js';
import { Withdrawals } from './withdrawals.js';

@Module({
  imports: [CommunityModule, FaceModule, RegisterModule, SmsModule, WechatModule],
  controllers: [SessionController, BindingController],
  providers: [
    Accounts,
    Applications,
    Bindings,
    Captchas,
    Certifications,
    FaceChecks,
    Consents,
    Erasures,
    IdentityHolder,
    LaterCertificate,
    Offers,
    People,
    PhoneChange,
    RegisterAnswers,
    Roles,
    SignIn,
    SmsCodes,
    Subjects,
    TitleMoves,
    Withdrawals,
  ],
  exports: [Consents, Erasures, PhoneChange, Applications, Bindings, Certifications, People, Subjects, SmsCodes],
})
export class IdentityModule {
  constructor(sweeps: Sweeps) {
    sweeps.keepFor(
      { entity: Captcha, column: 'expiresAt', keep: keepTerms.captcha.keep },
      { entity: SmsCode, column: 'expiresAt', keep: keepTerms.smsCode.keep },
      // Half-filled forms hold names and numbers: they go when they end, as the notice on the first page says.
      { entity: BindingApplication, column: 'expiresAt', keep: keepTerms.application.keep },
      { entity: Consent, column: 'withdrawnAt', keep: keepTerms.consent.keep },
    );
  }
}
