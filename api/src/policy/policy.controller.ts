import { Controller } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { policyRoutes as routes } from '@wuye/shared/policy';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { PolicyVersions } from './versions.js';
import { Years } from './years.js';

/** 规则设置, 工作日历 */
@Controller()
export class PolicyController {
  constructor(
    private readonly versions: PolicyVersions,
    private readonly years: Years,
  ) {}

  @Endpoint(routes.readPromises)
  readPromises(context: SignedIn) {
    return this.versions.promises(context);
  }

  @Endpoint(routes.readVersions)
  readVersions(context: SignedIn) {
    return this.versions.list(context);
  }

  @Endpoint(routes.readVersion)
  readVersion(context: SignedIn, input: InputOf<typeof routes.readVersion>) {
    return this.versions.read(context, input);
  }

  @Endpoint(routes.previewPolicy)
  previewPolicy(context: SignedIn, input: InputOf<typeof routes.previewPolicy>) {
    return this.versions.preview(context, input);
  }

  @Endpoint(routes.savePolicy)
  savePolicy(context: SignedIn, input: InputOf<typeof routes.savePolicy>) {
    return this.versions.save(context, input);
  }

  @Endpoint(routes.readCalendar)
  readCalendar(context: SignedIn) {
    return this.years.read(context);
  }

  @Endpoint(routes.previewYear)
  previewYear(context: SignedIn, input: InputOf<typeof routes.previewYear>) {
    return this.years.preview(context, input);
  }

  @Endpoint(routes.saveYear)
  saveYear(context: SignedIn, input: InputOf<typeof routes.saveYear>) {
    return this.years.save(context, input);
  }
}
