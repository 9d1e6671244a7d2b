import type { SealedFields } from './platform/keys/index.js';
import { callerKey } from '@wuye/shared/complaint';
import { nameKey } from '@wuye/shared/identity';

const plain = { field: 'own' } as const;
const DAY = 'gone within a day';

/** Of a JSON document, the id number in it. */
const idNumberIn = (document: string): string => (JSON.parse(document) as { idNumber: string }).idNumber;

/**
 * Every sealed or hashed column of the database, and how a change of keys renews it: `npm run keys` goes by this list, the
 * architecture test holds it against the entities. What goes by itself within the term of an old key is left to go.
 */
export const sealedFields: SealedFields = {
  'person.name': plain,
  'person.id_number': plain,
  'person.id_number_hash': { from: 'id_number', index: 'person.id_number' },
  'person.id_number_raw': plain,
  'person.phone': plain,
  'person.phone_hash': { from: 'phone', index: 'person.phone' },
  'appointment.name': plain,
  'appointment.phone': plain,
  'appointment.phone_hash': { from: 'phone', index: 'person.phone' },
  'title.owner_name': plain,
  'title.owner_name_hash': { from: 'owner_name', index: 'title.owner_name', of: nameKey },
  'title.id_number': plain,
  'title.id_number_hash': { from: 'id_number', index: 'title.id_number' },
  'title_staging.owner_name': { left: 'a part of an import that goes on; read again when it is cut off' },
  'title_staging.owner_name_hash': { left: 'as above' },
  'title_staging.id_number': { left: 'as above' },
  'title_staging.id_number_hash': { left: 'as above' },
  'title_change.owners': plain,
  'register_query.person': plain,
  'certificate_case.subject': plain,
  'certificate_case.id_number_hash': { from: 'subject', index: 'certificate_case.id_number', of: idNumberIn },
  'certificate_case.reason': plain,
  'correction.subject': plain,
  'correction.certificate_no': plain,
  'correction.words': plain,
  'correction.reason': plain,
  'complaint.words': plain,
  'complaint.place': plain,
  'complaint.position': plain,
  'complaint.phone': plain,
  'complaint.caller': plain,
  'complaint.caller_hash': { from: 'phone', index: 'complaint.phone', of: callerKey },
  'complaint_event.words': plain,
  'intake_unsorted.content': plain,
  'message_hand_delivery.delivered_by': plain,
  'authenticator.secret': plain,
  'wechat_event.payload': { left: 'gone after 30 days' },
  'wechat_event.openid_hash': { left: 'gone after 30 days' },
  'wechat_token.value': { left: 'fetched anew within two hours' },
  'idempotency.response': { left: 'gone after 3 days' },
  'binding_application.name': { left: DAY },
  'binding_application.id_number': { left: DAY },
  'binding_application.id_number_raw': { left: DAY },
  'binding_application.phone': { left: DAY },
  'captcha.answer_hash': { left: DAY },
  'captcha.spoken_hash': { left: DAY },
  'sms_code.phone_hash': { left: DAY },
  'sms_code.address_hash': { left: DAY },
  'sms_code.code_hash': { left: DAY },
};
