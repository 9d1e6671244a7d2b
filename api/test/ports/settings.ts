import { type FakeTencent, KEY } from './tencent.js';

const key = { TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey };

/** What chooses Tencent Cloud SMS, and finds the fake. */
export const smsSettings = (fake: FakeTencent): Record<string, string> => ({
  ...key,
  SMS_PROVIDER: 'tencent',
  SMS_TENCENT_ENDPOINT: fake.endpoint('sms'),
  SMS_TENCENT_APP_ID: '1400000001',
  SMS_TENCENT_SIGN: '智慧物业',
  SMS_TENCENT_CODE_TEMPLATE: '100',
  SMS_TENCENT_NOTICE_TEMPLATE: '200',
});

/** What chooses Tencent FaceID, and finds the fake. */
export const faceSettings = (fake: FakeTencent): Record<string, string> => ({
  ...key,
  FACE_PROVIDER: 'tencent',
  FACE_TENCENT_ENDPOINT: fake.endpoint('faceid'),
  FACE_TENCENT_RULE: '7',
});
