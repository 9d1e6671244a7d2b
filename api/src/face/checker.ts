/** Whose face is to be compared. */
export interface FaceSubject {
  /** Ours, letters and digits, at most 32: binds the check to one application. */
  readonly sequence: string;
  readonly openid: string;
  readonly name: string;
  readonly idNumber: string;
}

/** A check that was begun: inside WeChat its JS-SDK is called with `verifyId`; where there is none, the browser goes to `page`. */
export interface FaceBegun {
  /** The provider's own; all that is kept of a check. */
  readonly id: string;
  readonly page: string | null;
  readonly verifyId: string | null;
}

/** `cancelled`: it came to nothing and may be begun anew, at nobody's cost. `pending`: nobody has looked into the camera yet. */
export type FaceResult = 'passed' | 'failed' | 'cancelled' | 'unsupported' | 'pending';

/** The provider could not say. */
export class FaceFault extends Error {
  constructor(
    /** The provider's code. */
    readonly code: string,
    /** True where asking again may help; else it is the operator's to mend, and nobody can be checked until then. */
    readonly passing: boolean,
  ) {
    super(`face check: ${code}`);
  }
}

/** The port: compares a living face with the holder of an id card. No image ever comes here. Throws FaceFault alone. */
export abstract class FaceChecker {
  /** Begins a check that ends at `returnTo`. */
  abstract begin(subject: FaceSubject, returnTo: string): Promise<FaceBegun>;
  /** How it ended, asked of the provider: the browser's word is not taken. */
  abstract result(id: string, subject: FaceSubject): Promise<FaceResult>;
}
