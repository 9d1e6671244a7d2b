import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Certification, IdDocumentType } from '@wuye/shared/identity';
import type { Role, ScopeType } from '@wuye/shared/kit';
import type { ConsentDocument } from '@wuye/shared/privacy';
import {
  CountColumn,
  FlagColumn,
  IdColumn,
  IndexHashColumn,
  InstantColumn,
  JsonColumn,
  RefColumn,
  SealedColumn,
  TextColumn,
} from '../platform/database/index.js';

/** A WeChat user of this Official Account. */
@Entity('account')
@Index('account_by_openid', ['openid'], { unique: true })
@Index('account_by_person', ['personId'])
export class Account {
  @IdColumn() id!: string;
  @TextColumn(64) openid!: string;
  @RefColumn({ nullable: true }) personId!: string | null;
  @InstantColumn() createdAt!: Date;
  /** Follows the account, as far as WeChat has told: see `subscriptionAt`. */
  @FlagColumn() subscribed!: boolean;
  /** Since when; null while not. */
  @InstantColumn({ nullable: true }) subscribedAt!: Date | null;
  /** When the newest following or leaving that we know of happened; null: WeChat never told, so nobody knows. */
  @InstantColumn({ nullable: true }) subscriptionAt!: Date | null;
}

/** Who someone is: known by an id number (owners) or by a registered phone (staff). */
@Entity('person')
@Index('person_by_id_number', ['idNumberHash'], { unique: true })
@Index('person_by_phone', ['phoneHash'])
export class Person {
  @IdColumn() id!: string;
  @SealedColumn() name!: string;
  @TextColumn(24, { nullable: true }) idType!: string | null;
  @SealedColumn({ nullable: true }) idNumber!: string | null;
  @IndexHashColumn({ nullable: true }) idNumberHash!: string | null;
  /** The number as the title certificate prints it, where that differs from the normalised one. */
  @SealedColumn({ nullable: true }) idNumberRaw!: string | null;
  /** Of a passport. */
  @TextColumn(40, { nullable: true }) nationality!: string | null;
  @SealedColumn() phone!: string;
  @IndexHashColumn() phoneHash!: string;
  @TextColumn(16) certified!: Certification;
  @InstantColumn({ nullable: true }) certifiedAt!: Date | null;
  @InstantColumn() createdAt!: Date;
}

/**
 * A person's id number under every key that it may be hashed with. `person` has the hash of one key alone: while keys change, two
 * instances would not see that they make the same person. Of these rows they share at least one.
 */
@Entity('person_number')
@Index('person_number_by_person', ['personId'])
export class PersonNumber {
  @PrimaryColumn('varchar', { length: 64 }) hash!: string;
  @RefColumn() personId!: string;
}

/** What someone agreed to, by the text's version. */
@Entity('consent')
@Index('consent_by_account', ['accountId', 'document'])
@Index('consent_by_withdrawal', ['withdrawnAt'])
export class Consent {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @TextColumn(32) document!: ConsentDocument;
  @TextColumn(20) version!: string;
  @InstantColumn() at!: Date;
  /** When it was taken back, or the account was erased. */
  @InstantColumn({ nullable: true }) withdrawnAt!: Date | null;
}

export type ApplicationState = 'face' | 'register' | 'houses' | 'done';

/** One walk through 业主身份绑定: kept on the server, so that it survives the trip to the face page. */
@Entity('binding_application')
@Index('binding_application_by_account', ['accountId', 'createdAt'])
export class BindingApplication {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @TextColumn(16) state!: ApplicationState;
  /** `certify`: no homes, only the face certificate that a bound owner lacks (+身份认证). */
  @Column('varchar', { length: 16, default: 'bind' }) purpose!: 'bind' | 'certify';
  @SealedColumn() name!: string;
  @Column('varchar', { length: 24, default: 'resident' }) idType!: IdDocumentType;
  @SealedColumn() idNumber!: string;
  /** As it was typed from the title certificate. */
  @SealedColumn({ nullable: true }) idNumberRaw!: string | null;
  @TextColumn(40, { nullable: true }) nationality!: string | null;
  @SealedColumn() phone!: string;
  @TextColumn(128, { nullable: true }) faceVerifyId!: string | null;
  @CountColumn() faceFailures!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() expiresAt!: Date;
}

/** A person's bound home. */
@Entity('binding')
@Index('binding_once', ['personId', 'houseId'], { unique: true })
@Index('binding_by_community', ['communityId', 'personId'])
@Index('binding_by_house', ['houseId'])
export class Binding {
  @IdColumn() id!: string;
  @RefColumn() personId!: string;
  @RefColumn() houseId!: string;
  @RefColumn() communityId!: string;
  @InstantColumn() boundAt!: Date;
}

/** 任命: a role that someone was registered for by phone; it becomes theirs when they prove the phone. */
@Entity('appointment')
@Index('appointment_by_phone', ['phoneHash'])
@Index('appointment_by_person', ['personId'])
@Index('appointment_by_scope', ['scopeType', 'scopeId', 'role'])
@Index('appointment_seat', ['seat'], { unique: true })
@Index('appointment_by_term', ['termEndsAt'])
export class Appointment {
  @IdColumn() id!: string;
  @TextColumn(24) role!: Role;
  @TextColumn(16) scopeType!: ScopeType;
  @TextColumn(26) scopeId!: string;
  @SealedColumn() name!: string;
  @SealedColumn() phone!: string;
  @IndexHashColumn() phoneHash!: string;
  @RefColumn({ nullable: true }) personId!: string | null;
  /** Features that the holder may use; null: all of the role's. */
  @JsonColumn({ nullable: true }) permissions!: readonly string[] | null;
  /** The person who appointed; null: the operator or the seed. */
  @RefColumn({ nullable: true }) appointedBy!: string | null;
  @InstantColumn() appointedAt!: Date;
  /** 任期届满: the office ends by itself then. */
  @InstantColumn({ nullable: true }) termEndsAt!: Date | null;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
  /** `<role>:<scope>` of an office that one person holds at a time, while they do: two at once meet at the unique index. */
  @TextColumn(48, { nullable: true }) seat!: string | null;
  /** An invitation: taken up before this instant or not at all. */
  @InstantColumn({ nullable: true }) takeUpUntil!: Date | null;
  /** When those above were told that the term is about to end. */
  @InstantColumn({ nullable: true }) termWarnedAt!: Date | null;
  /** The person who ended it; null: its term, or the operator. */
  @RefColumn({ nullable: true }) endedBy!: string | null;
  @TextColumn(16, { nullable: true }) endReason!: 'dismissed' | 'term' | 'expired' | null;
}

/** A picture captcha; used once. */
@Entity('captcha')
@Index('captcha_by_expiry', ['expiresAt'])
export class Captcha {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @IndexHashColumn() answerHash!: string;
  /** Of the digits that were read out; null: nobody listened. */
  @IndexHashColumn({ nullable: true }) spokenHash!: string | null;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) usedAt!: Date | null;
}

/** A one-time code sent by SMS; the limits per phone and per address are counted from these rows. */
@Entity('sms_code')
@Index('sms_code_by_phone', ['phoneHash', 'createdAt'])
@Index('sms_code_by_address', ['addressHash', 'createdAt'])
export class SmsCode {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  @IndexHashColumn() phoneHash!: string;
  @IndexHashColumn() addressHash!: string;
  @IndexHashColumn() codeHash!: string;
  @CountColumn() failures!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) usedAt!: Date | null;
}
