import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { Authenticators } from './authenticators.js';
import { Confirmations } from './confirmations.js';
import { SecurityHolder } from './personal.js';
import { RegisteredPhones } from './registered-phones.js';
import { SecurityController } from './security.controller.js';

@Module({
  imports: [IdentityModule],
  controllers: [SecurityController],
  providers: [Authenticators, Confirmations, RegisteredPhones, SecurityHolder],
  exports: [Authenticators],
})
export class SecurityModule {}
