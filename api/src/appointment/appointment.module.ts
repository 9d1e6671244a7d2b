import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { SecurityModule } from '../security/index.js';
import { Admissions } from './admissions.js';
import { AppointmentController } from './appointment.controller.js';
import { Appointing } from './appointing.js';
import { OfficeBook } from './book.js';
import { AccountKeys, Ending } from './ending.js';
import { InvitationLinks, Invitations } from './invitations.js';
import { OfficeNotices } from './notices.js';
import { Offices } from './offices.js';
import { ReplacedStaff } from './replaced.js';
import { Scopes } from './scopes.js';
import { Terms } from './terms.js';

@Module({
  imports: [CommunityModule, IdentityModule, SecurityModule],
  controllers: [AppointmentController],
  providers: [AccountKeys, Admissions, Appointing, Ending, InvitationLinks, Invitations, OfficeBook, OfficeNotices, Offices, ReplacedStaff, Scopes, Terms],
})
export class AppointmentModule {}
