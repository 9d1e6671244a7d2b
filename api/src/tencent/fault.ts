/** A call to Tencent Cloud that failed: its code, or one of ours where no answer came. */
export class TencentFault extends Error {
  constructor(
    /** Tencent Cloud's code such as `AuthFailure.SignatureExpire`, or `UNREACHABLE`, `MALFORMED`, `HTTP_502`. */
    readonly code: string,
    /** True where the same call may pass later. */
    readonly passing: boolean,
  ) {
    super(`Tencent Cloud answered ${code}`);
  }
}

/** Busy, away or broken over there: nothing is wrong with the call. */
const PASSING = /^(?:RequestLimitExceeded|InternalError|ResourceUnavailable|ResourceInsufficient|FailedOperation\.(?:UnKnown|UnKnowError))(?:\.|$)/;

/** An answer's code as a fault. */
export function codeFault(code: string): TencentFault {
  return new TencentFault(code, PASSING.test(code));
}

/** Any error of the SDK as a fault. Its messages may quote what was sent, so nothing of them is kept. */
export function tencentFaultOf(error: unknown): TencentFault {
  if (error instanceof TencentFault) return error;
  const { code, httpCode, name } = (error ?? {}) as { code?: unknown; httpCode?: unknown; name?: unknown };
  // A code of the API has capitals and dots; one of the system (ECONNREFUSED) is the line's.
  if (typeof code === 'string' && /^[A-Z][A-Za-z]*[a-z]/.test(code)) return codeFault(code);
  if (typeof httpCode === 'number') return new TencentFault(`HTTP_${httpCode}`, true);
  return new TencentFault(name === 'FetchError' || name === 'SyntaxError' || name === 'TypeError' ? 'MALFORMED' : 'UNREACHABLE', true);
}
