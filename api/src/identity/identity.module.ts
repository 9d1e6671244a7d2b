import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { FaceModule } from '../face/index.js';
import { SmsModule } from '../sms/index.js';
import { WechatModule } from '../wechat/index.js';
import { Accounts } from './accounts.js';
import { Applications } from './applications.js';
import { BindingController } from './binding.controller.js';
import { Bindings } from './bindings.js';
import { Captchas } from './captchas.js';
import { FaceChecks } from './face-checks.js';
import { SessionController } from './session.controller.js';
import { People } from './people.js';
import { Roles } from './roles.js';
import { SignIn } from './sign-in.js';
import { SmsCodes } from './sms-codes.js';
import { Withdrawals } from './withdrawals.js';

@Module({
  imports: [CommunityModule, FaceModule, SmsModule, WechatModule],
  controllers: [SessionController, BindingController],
  providers: [Accounts, Applications, Bindings, Captchas, FaceChecks, People, Roles, SignIn, SmsCodes, Withdrawals],
  exports: [People],
})
export class IdentityModule {}
