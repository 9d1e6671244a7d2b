/**
 * What WeChat's JS-SDK gives a page, and plain browsers' means where there is no WeChat. The SDK is loaded when a page
 * first needs it, and never outside WeChat. Pictures are no part of it: `<input type=file>` opens camera and album inside
 * WeChat as well, shrinks before it sends, and shows how far it is; wx.chooseImage would send the photo to WeChat first.
 */
import type { MapPosition } from '@wuye/shared/complaint';
import { signPage } from '../wechat/client.gen';
import { device, inWechat, landingUrl } from './landing';

const APIS = ['getLocation', 'openLocation', 'scanQRCode', 'checkIsSupportFaceDetect', 'requestFacialVerify'] as const;
type Api = (typeof APIS)[number];

/** As much of `wx` as is used here. */
export type Sdk = Readonly<Record<Api, (options: object) => void>> & {
  config: (options: object) => void;
  ready: (then: () => void) => void;
  error: (then: () => void) => void;
};

declare global {
  interface Window {
    wx?: Sdk | undefined;
    jWeixin?: Sdk | undefined;
  }
}

/** Why a thing was not had: the person said no; this phone or browser has none; it did not work this time. */
export type Lack = 'refused' | 'unsupported' | 'away';
export type Had<T> = { ok: true; value: T } | { ok: false; why: Lack };

/** For loading the SDK, and for its own check of a signature. */
const WAIT = 10_000;

const isIos = (): boolean => /iPhone|iPad| wechat ios /.test(device());
const here = (): string => window.location.href.split('#')[0]!;

/** The urls to ask a signature for, in the order to try. */
function signatureUrls(): string[] {
  const order = isIos() ? [landingUrl, here()] : [here(), landingUrl];
  return [...new Set(order)];
}

/** Resolves with null when nothing was said in time. */
function inTime<T>(work: (resolve: (value: T | null) => void) => void): Promise<T | null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), WAIT);
    work(resolve);
  });
}

/** Loads the script anew: an SDK that was configured once calls `ready` at once for every later configuration, checked or not. */
function load(address: string): Promise<Sdk | null> {
  Reflect.deleteProperty(window, 'jWeixin');
  Reflect.deleteProperty(window, 'wx');
  return inTime((resolve) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve(window.wx ?? window.jWeixin ?? null);
    script.onerror = () => resolve(null);
    document.head.append(script);
  });
}

/** Where the script comes from; tests put theirs in. */
export const sdkSource = { load };

/** One configuration for one url: the SDK, or that WeChat refused the signature, or null where it could not be asked. */
async function configured(url: string, refused: boolean): Promise<Sdk | 'refused' | null> {
  const signed = await signPage({ body: { url, refused } });
  if (!signed.ok) return null;
  const { script, ...signature } = signed.data;
  const sdk = await sdkSource.load(script);
  if (!sdk) return null;
  return inTime<Sdk | 'refused'>((resolve) => {
    // A refusal calls both, this one first.
    sdk.error(() => resolve('refused'));
    sdk.ready(() => resolve(sdk));
    sdk.config({ debug: false, ...signature, jsApiList: APIS });
  });
}

/** Refused, it is tried once more: with the other url, and with a ticket that WeChat gives anew. */
async function establish(): Promise<Sdk | null> {
  const [first, other] = signatureUrls() as [string, string?];
  let sdk = await configured(first, false);
  if (sdk === 'refused') sdk = await configured(other ?? first, true);
  return sdk === 'refused' ? null : sdk;
}

let connection: { readonly page: string; readonly sdk: Promise<Sdk | null> } | null = null;

/** The configured SDK. iOS keeps to the landing url; on Android a page of another url is configured anew. */
function connect(): Promise<Sdk | null> {
  const page = isIos() ? landingUrl : here();
  if (connection?.page === page) return connection.sdk;
  const made = { page, sdk: establish() };
  connection = made;
  // What failed is tried again when it is next needed.
  void made.sdk.then((sdk) => {
    if (!sdk && connection === made) connection = null;
  });
  return made.sdk;
}

/** Forgets the configuration, for tests. */
export function disconnect(): void {
  connection = null;
}

interface Said {
  /** `silent`: WeChat never called back. */
  readonly outcome: 'success' | 'cancel' | 'fail' | 'silent';
  readonly result: Readonly<Record<string, unknown>>;
}

/**
 * How long each answer is waited for: some WeChats never call back, and the button must work again. Somebody may first read the phone's
 * question about the place; scanning, and the face window with its pages, take as long as people take.
 */
const PATIENCE: Readonly<Record<Api, number>> = {
  getLocation: 30_000,
  openLocation: 30_000,
  scanQRCode: 300_000,
  checkIsSupportFaceDetect: WAIT,
  requestFacialVerify: 300_000,
};

function ask(sdk: Sdk, api: Api, options: object): Promise<Said> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve({ outcome: 'silent', result: {} }), PATIENCE[api]);
    const say = (outcome: Said['outcome']) => (result: Said['result']) => {
      clearTimeout(late);
      resolve({ outcome, result: result ?? {} });
    };
    sdk[api]({ ...options, success: say('success'), cancel: say('cancel'), fail: say('fail') });
  });
}

/** To five digits: a metre. */
const digits = (degrees: unknown): number => Math.round(Number(degrees) * 1e5) / 1e5;
const metres = (accuracy: unknown): number | null => (Number(accuracy) >= 0 ? Math.min(100_000, Math.round(Number(accuracy))) : null);

function positionOf({ latitude, longitude, accuracy }: { latitude?: unknown; longitude?: unknown; accuracy?: unknown }, system: MapPosition['system']) {
  return { latitude: digits(latitude), longitude: digits(longitude), system, accuracy: metres(accuracy) };
}

function browserPlace(): Promise<Had<MapPosition>> {
  const { geolocation } = navigator as { geolocation?: Geolocation };
  if (!geolocation) return Promise.resolve({ ok: false, why: 'unsupported' });
  return new Promise((resolve) =>
    geolocation.getCurrentPosition(
      ({ coords }) => resolve({ ok: true, value: positionOf(coords, 'wgs84') }),
      ({ code }) => resolve({ ok: false, why: code === 1 ? 'refused' : 'away' }),
      { enableHighAccuracy: true, timeout: WAIT, maximumAge: 60_000 },
    ),
  );
}

/** Where the phone is: by WeChat, else by the browser. */
export async function place(): Promise<Had<MapPosition>> {
  const sdk = inWechat() ? await connect() : null;
  if (!sdk) return browserPlace();
  const { outcome, result } = await ask(sdk, 'getLocation', { type: 'gcj02' });
  if (outcome === 'success') return { ok: true, value: positionOf(result, 'gcj02') };
  if (outcome === 'silent') return { ok: false, why: 'away' };
  return outcome === 'cancel' || /den(y|ied)/i.test(String(result.errMsg)) ? { ok: false, why: 'refused' } : browserPlace();
}

/** Shows a place on WeChat's own map, which is drawn in gcj02; false where there is none. */
export async function showPlace({ latitude, longitude }: MapPosition, name: string): Promise<boolean> {
  const sdk = inWechat() ? await connect() : null;
  return sdk !== null && (await ask(sdk, 'openLocation', { latitude, longitude, name, address: '', scale: 17 })).outcome === 'success';
}

/** What a code holds, scanned with WeChat's camera. There is no other scanner. */
export async function scan(): Promise<Had<string>> {
  if (!inWechat()) return { ok: false, why: 'unsupported' };
  const sdk = await connect();
  if (!sdk) return { ok: false, why: 'away' };
  const { outcome, result } = await ask(sdk, 'scanQRCode', { needResult: 1, scanType: ['qrCode'] });
  if (outcome !== 'success') return { ok: false, why: outcome === 'cancel' ? 'refused' : 'away' };
  return { ok: true, value: String(result.resultStr ?? '') };
}

/** How WeChat's face window ended. `over`: the server is to be asked; whatever this says, the server's word alone counts. */
export type FaceEnd = 'over' | 'cancelled' | 'unsupported' | 'network' | 'away';

const FACE_CODES: Readonly<Record<number, FaceEnd>> = {
  90001: 'unsupported',
  90109: 'unsupported',
  90002: 'cancelled',
  90003: 'cancelled',
  90004: 'cancelled',
  90005: 'cancelled',
  90006: 'cancelled',
  90007: 'network',
  90012: 'network',
};

function faceEnd({ outcome, result }: Said, otherwise: FaceEnd): FaceEnd {
  return FACE_CODES[Number(result.errCode ?? result.err_code)] ?? (outcome === 'cancel' ? 'cancelled' : otherwise);
}

/** WeChat's own face window (2.0), where this phone has one. */
export async function faceVerify(verifyId: string): Promise<FaceEnd> {
  const sdk = inWechat() ? await connect() : null;
  if (!sdk) return 'away';
  const able = await ask(sdk, 'checkIsSupportFaceDetect', { checkAliveType: 2 });
  if (able.outcome === 'silent') return 'away';
  const end = faceEnd(able, able.outcome === 'success' ? 'over' : 'unsupported');
  return end === 'over' ? faceEnd(await ask(sdk, 'requestFacialVerify', { verifyId }), 'over') : end;
}
