import type { AccessSlice } from './access.js';
import type { ErrorSlice } from './errors.js';
import type { Lifecycle } from './lifecycle.js';
import type { MessageSlice } from './message.js';
import type { RouteSlice } from './route.js';

/** Everything of a feature that others need to know: collected at start and checked (no code or route twice). */
export interface Feature {
  readonly name: string;
  readonly routes: RouteSlice;
  readonly errors: ErrorSlice;
  readonly access: AccessSlice;
  readonly messages?: MessageSlice;
  readonly lifecycles?: Readonly<Record<string, Lifecycle>>;
}
