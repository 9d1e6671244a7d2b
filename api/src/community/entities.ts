import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, IdColumn, IndexHashColumn, InstantColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** 区（县）: six digits of GB/T 2260, with its housing bureau. */
@Entity('district')
export class District {
  @PrimaryColumn('varchar', { length: 6 }) code!: string;
  @TextColumn(40) name!: string;
  @TextColumn(80) bureauName!: string;
  @TextColumn(20) bureauPhone!: string;
}

/** 街道（镇）: nine digits, its district's six first. */
@Entity('street')
@Index('street_by_district', ['districtCode', 'code'])
export class Street {
  @PrimaryColumn('varchar', { length: 9 }) code!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(40) name!: string;
}

/** 物业服务企业 */
@Entity('company')
@Index('company_by_credit_code', ['creditCode'], { unique: true })
export class Company {
  @IdColumn() id!: string;
  @TextColumn(80) name!: string;
  @TextColumn(18) creditCode!: string;
  @TextColumn(20) hotline!: string;
}

/** 小区: one project, one account [HZ 二(一)]. */
@Entity('community')
@Index('community_by_district', ['districtCode', 'id'])
@Index('community_by_company', ['companyId', 'id'])
@Index('community_by_street', ['streetCode', 'id'])
export class Community {
  @IdColumn() id!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(9, { nullable: true }) streetCode!: string | null;
  @RefColumn() companyId!: string;
  @TextColumn(60) name!: string;
  @TextColumn(120) address!: string;
  /** The service desk, open day and night. */
  @TextColumn(20) servicePhone!: string;
  /** Part of the poster's code: raised when a poster is replaced, so that old ones stop working. */
  @CountColumn() posterVersion!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
}

/** 楼栋 */
@Entity('building')
@Index('building_by_community', ['communityId', 'name'], { unique: true })
export class Building {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @TextColumn(40) name!: string;
}

/** 房屋: `name` is as it is printed within the building, e.g. 2单元501; `area` is exclusive, in 0.01 m². */
@Entity('house')
@Index('house_by_building', ['buildingId', 'name'], { unique: true })
export class House {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @RefColumn() buildingId!: string;
  @TextColumn(60) name!: string;
  @CountColumn() area!: number;
}

/** 产权登记: a row of the property register. The house may be missing from the base data. */
@Entity('title')
@Index('title_by_id_number', ['idNumberHash', 'ownerNameHash'])
@Index('title_by_house', ['houseId'])
@Index('title_by_fetch', ['fetchedAt'])
export class Title {
  @IdColumn() id!: string;
  @RefColumn({ nullable: true }) houseId!: string | null;
  @SealedColumn() ownerName!: string;
  @IndexHashColumn() ownerNameHash!: string;
  @TextColumn(24) idType!: string;
  @SealedColumn() idNumber!: string;
  @IndexHashColumn() idNumberHash!: string;
  @InstantColumn() registeredAt!: Date;
  /** Where the register says the house is (`placeKey`), for a house that the base data may lack. */
  @TextColumn(200, { nullable: true }) place!: string | null;
  /** When the register was asked; null for a row of an imported table, which stays. */
  @InstantColumn({ nullable: true }) fetchedAt!: Date | null;
}
