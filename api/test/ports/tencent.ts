import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkTc3, type TencentKey } from './tc3.js';

export const KEY: TencentKey = { secretId: 'AKIDtest0123456789', secretKey: 'a-secret-of-the-tests' };

/** A message that the fake took. */
export interface TakenSms {
  readonly phone: string;
  readonly template: string;
  readonly sign: string;
  readonly values: readonly string[];
}

/** A face check that was begun. `code` is what the check comes to; null while nobody has looked into the camera. */
export interface FaceCheck {
  readonly name: string;
  readonly idCard: string;
  readonly redirectUrl: string;
  readonly extra: string;
  readonly rule: string;
  code: number | null;
  /** Whose papers were shown in the end; the given ones unless told. */
  shown?: { readonly name: string; readonly idCard: string };
}

/** What goes wrong with the next call. */
export type TencentTrouble =
  { readonly error: string } | { readonly status: string } | { readonly http: number } | { readonly body: string } | { readonly hangUp: true };

type Body = Readonly<Record<string, unknown>>;
type Reply = Readonly<Record<string, unknown>>;

const SERVICES: Readonly<Record<string, { readonly version: string; readonly actions: readonly string[] }>> = {
  sms: { version: '2021-01-11', actions: ['SendSms'] },
  faceid: { version: '2018-03-01', actions: ['DetectAuth', 'GetDetectInfoEnhanced'] },
};

class Refusal extends Error {}

/**
 * Tencent Cloud's API 3.0 as the adapters use it: SMS and FaceID on one port, told apart by the host. Every signature is checked,
 * so what passes here is signed as the real one wants it.
 */
export class FakeTencent {
  readonly sent: TakenSms[] = [];
  readonly checks = new Map<string, FaceCheck>();
  readonly calls: { readonly action: string; readonly body: Body }[] = [];
  readonly approved = new Set(['100', '200', '300', '101', '201', '301']);
  private readonly troubles: TencentTrouble[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<FakeTencent> {
    const fake = new FakeTencent();
    await new Promise<void>((done) => fake.server.listen(0, '127.0.0.1', done));
    return fake;
  }

  endpoint(service: 'sms' | 'faceid'): string {
    return `http://${service}.localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next call meets this. */
  trouble(trouble: TencentTrouble): void {
    this.troubles.push(trouble);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const trouble = this.troubles.shift();
    if (trouble && 'hangUp' in trouble) return void request.socket.destroy();
    if (trouble && 'http' in trouble) return void response.writeHead(trouble.http).end('<html>gateway</html>');
    if (trouble && 'body' in trouble) return void response.writeHead(200, { 'content-type': 'application/json' }).end(trouble.body);
    const reply = this.answer(request, Buffer.concat(chunks), trouble);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ Response: { ...reply, RequestId: randomUUID() } }));
  }

  /** A failure is HTTP 200, too, with an Error inside. */
  private answer(request: IncomingMessage, raw: Buffer, trouble: TencentTrouble | undefined): Reply {
    const service = String(request.headers.host).split('.')[0] ?? '';
    const action = String(request.headers['x-tc-action']);
    const refused = (Code: string): Reply => ({ Error: { Code, Message: `${Code}: ${raw.toString('utf8')}` } });
    const known = SERVICES[service];
    if (request.method !== 'POST' || !known?.actions.includes(action)) return refused('InvalidAction');
    if (request.headers['x-tc-version'] !== known.version) return refused('NoSuchVersion');
    const unsigned = checkTc3(request.headers, raw, service, KEY);
    if (unsigned) return refused(unsigned);
    const body = JSON.parse(raw.toString('utf8')) as Body;
    this.calls.push({ action, body });
    if (trouble && 'error' in trouble) return refused(trouble.error);
    try {
      if (action === 'SendSms') return this.sendSms(body, trouble && 'status' in trouble ? trouble.status : undefined);
      return action === 'DetectAuth' ? this.detectAuth(body) : this.detectInfo(body);
    } catch (error) {
      if (error instanceof Refusal) return refused(error.message);
      throw error;
    }
  }

  private sendSms(body: Body, failure?: string): Reply {
    const phones = body.PhoneNumberSet as string[];
    const values = body.TemplateParamSet as string[];
    const template = String(body.TemplateId);
    const codeOf = (phone: string): string => {
      if (failure) return failure;
      if (body.SmsSdkAppId !== '1400000001') return 'UnauthorizedOperation.SmsSdkAppIdVerifyFail';
      if (!/^\+(?:86|852|853)\d{8,11}$/.test(phone)) return 'InvalidParameterValue.IncorrectPhoneNumber';
      if (!this.approved.has(template)) return 'FailedOperation.TemplateIncorrectOrUnapproved';
      if (!phone.startsWith('+86') && !template.endsWith('1')) return 'UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone';
      if (values.some((value) => [...value].length > 12)) return 'InvalidParameterValue.TemplateParameterLengthLimit';
      if (template.startsWith('1') && values.some((value) => !/^\d{1,6}$/.test(value))) return 'InvalidParameterValue.TemplateParameterFormatError';
      return 'Ok';
    };
    const statuses = phones.map((phone) => {
      const Code = codeOf(phone);
      if (Code === 'Ok') this.sent.push({ phone, template, sign: String(body.SignName), values });
      return {
        SerialNo: Code === 'Ok' ? `5000:${this.sent.length}` : '',
        PhoneNumber: phone,
        Fee: Code === 'Ok' ? 1 : 0,
        SessionContext: '',
        Code,
        Message: Code,
        IsoCode: 'CN',
      };
    });
    return { SendStatusSet: statuses };
  }

  private detectAuth(body: Body): Reply {
    if (body.RuleId !== '7') throw new Refusal('InvalidParameterValue.RuleIdNotExist');
    const token = randomUUID();
    this.checks.set(token, {
      name: String(body.Name),
      idCard: String(body.IdCard),
      redirectUrl: String(body.RedirectUrl),
      extra: String(body.Extra),
      rule: String(body.RuleId),
      code: null,
    });
    return { Url: `${this.endpoint('faceid')}/h5?token=${token}`, BizToken: token };
  }

  private detectInfo(body: Body): Reply {
    const check = this.checks.get(String(body.BizToken));
    if (!check) throw new Refusal('InvalidParameterValue.BizTokenIllegal');
    if (check.rule !== body.RuleId) throw new Refusal('InvalidParameterValue.RuleIdNotExist');
    const images = String(body.InfoType) === '1' ? {} : { IdCardData: { OcrFront: 'aW1hZ2U=' }, BestFrame: { BestFrame: 'aW1hZ2U=' } };
    const { name, idCard } = check.shown ?? check;
    return { Text: { ErrCode: check.code, ErrMsg: null, IdCard: idCard, Name: name, Extra: check.extra }, ...images };
  }
}
