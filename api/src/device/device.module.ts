import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { DeviceController } from './device.controller.js';
import { Proofs } from './proofs.js';
import { SignIns } from './sign-ins.js';

@Module({ imports: [IdentityModule], controllers: [DeviceController], providers: [Proofs, SignIns] })
export class DeviceModule {}
