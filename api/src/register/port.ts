import type { Place } from '@wuye/shared/register';
import type { MoveKind } from './entities.js';

/** Who holds a title. */
export interface Owner {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
}

/** A title that the register holds. */
export interface Holding {
  readonly owner: Owner;
  readonly place: Place;
  readonly registeredAt: Date;
}

/** A house whose owners are others than before. */
export interface Move {
  /** The register's own number of the change. */
  readonly number: string;
  readonly kind: MoveKind;
  readonly place: Place;
  readonly owners: readonly Owner[];
}

/** A page of changes, oldest first; `next` goes on from there, also when it was the last. */
export interface Moves {
  readonly moves: readonly Move[];
  readonly next: string;
  readonly more: boolean;
}

/** The register did not answer as it should. Its code is for the log; nobody waits less because of it. */
export class RegisterFault extends Error {
  constructor(
    /** `TIMEOUT`, `UNREACHABLE`, `HTTP_503`, `SIGNATURE`, `MALFORMED` … */
    readonly code: string,
    /** Seconds after which it wants to be asked again, where it said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(`The register answered ${code}`);
  }
}

/** The port: a register that is asked over a line. Throws RegisterFault. */
export abstract class RegisterPort {
  /** The titles under a name and number; none where it knows none. */
  abstract holdings(owner: Owner): Promise<Holding[]>;
  /** What moved since a mark; null for the beginning. */
  abstract moves(after: string | null): Promise<Moves>;
}
