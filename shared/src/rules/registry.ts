import { z } from 'zod';
import { dayKind, isDate, parseInstant } from '../calendar/index.js';
import { checkCreditCode } from '../community/index.js';
import { deadline, isCount, listOf, LISTS, resumed } from '../policy/index.js';
import { checkIdDocument, checkResidentId, ID_DOCUMENT_TYPES } from '../identity/index.js';
import { KEYWORD_TYPES, shapeKeyword } from '../message/index.js';
import { jssdkSignature } from '../wechat/index.js';

/** A rule that can be put to the test from outside: takes the `input` of a case, gives its result or INPUT.INVALID. */
export type Rule = (input: unknown) => object;

/** What is of wrong shape is told by its place, never by its content: a case may hold a person's number. */
function wrongShape({ issues: [issue] }: z.ZodError): object {
  const place = ['input', ...(issue?.path ?? [])].join('.');
  return { error: 'INPUT.INVALID', message: `输入的形状不对：${place}` };
}

/** Joins the shape of a rule's input to the function that the platform itself calls. */
function rule<Input>(shape: z.ZodType<Input>, run: (input: Input) => object): Rule {
  return (input) => {
    const read = shape.safeParse(input);
    return read.success ? run(read.data) : wrongShape(read.error);
  };
}

const keywordShape = z
  .strictObject({ type: z.enum(KEYWORD_TYPES), value: z.string(), approved: z.array(z.string()).optional() })
  .refine(({ type, approved }) => type !== 'const' || approved !== undefined, { path: ['approved'] });

const jssdkShape = z.strictObject({ ticket: z.string(), noncestr: z.string(), timestamp: z.int().nonnegative(), url: z.string() });

const instantText = z.string().refine((text) => parseInstant(text) !== null);

const count = z.int().nonnegative();
const listShape = z.strictObject({ respondedOnTime: count, resolved: count, satisfied: count, cases: count, rated: count }).refine(isCount);

/** Every rule by its name. A Map: a name such as `__proto__` finds nothing in it. An unknown key in an input is of wrong shape. */
export const RULES: ReadonlyMap<string, Rule> = new Map([
  ['resident-id', rule(z.string(), checkResidentId)],
  ['credit-code', rule(z.string(), checkCreditCode)],
  ['id-document', rule(z.strictObject({ type: z.enum(ID_DOCUMENT_TYPES), value: z.string() }), checkIdDocument)],
  ['working-day', rule(z.string().refine(isDate), (date) => dayKind(date))],
  ['deadline', rule(z.strictObject({ policy: z.string(), clock: z.string(), from: instantText }), deadline)],
  ['pause', rule(z.strictObject({ policy: z.string(), due: instantText, from: instantText, to: instantText }), resumed)],
  ['list', rule(listShape, (counts) => listOf(counts, LISTS))],
  ['keyword', rule(keywordShape, shapeKeyword)],
  ['jssdk-signature', rule(jssdkShape, jssdkSignature)],
]);
