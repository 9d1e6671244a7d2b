import { Controller } from '@nestjs/common';
import { appointmentRoutes as routes } from '@wuye/shared/appointment';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Appointing } from './appointing.js';
import { Ending } from './ending.js';
import { InvitationLinks, Invitations } from './invitations.js';
import { Offices } from './offices.js';

/** 权限管理 */
@Controller()
export class AppointmentController {
  constructor(
    private readonly offices: Offices,
    private readonly appointing: Appointing,
    private readonly ending: Ending,
    private readonly invitations: Invitations,
    private readonly links: InvitationLinks,
  ) {}

  @Endpoint(routes.duties)
  duties(context: SignedIn) {
    return this.offices.duties(context);
  }

  @Endpoint(routes.places)
  places(context: SignedIn, input: InputOf<typeof routes.places>) {
    return this.offices.places(context, input);
  }

  @Endpoint(routes.history)
  history(context: SignedIn, input: InputOf<typeof routes.history>) {
    return this.offices.history(context, input);
  }

  @Endpoint(routes.make)
  make(context: SignedIn, input: InputOf<typeof routes.make>) {
    return this.appointing.make(context, input);
  }

  @Endpoint(routes.invite)
  invite(context: SignedIn, input: InputOf<typeof routes.invite>) {
    return this.invitations.invite(context, input);
  }

  @Endpoint(routes.edit)
  edit(context: SignedIn, input: InputOf<typeof routes.edit>) {
    return this.appointing.edit(context, input);
  }

  @Endpoint(routes.dismiss)
  dismiss(context: SignedIn, input: InputOf<typeof routes.dismiss>) {
    return this.ending.dismiss(context, input);
  }

  @Endpoint(routes.unbind)
  unbind(context: SignedIn, input: InputOf<typeof routes.unbind>) {
    return this.ending.unbind(context, input);
  }

  @Endpoint(routes.resetAuthenticator)
  resetAuthenticator(context: SignedIn, input: InputOf<typeof routes.resetAuthenticator>) {
    return this.ending.resetAuthenticator(context, input);
  }

  @Endpoint(routes.invitation)
  invitation(context: SignedIn, { params }: InputOf<typeof routes.invitation>) {
    return this.links.read(context, params.code);
  }
}
