import { Building, Community, Company, District, House, Street, Title } from './entities.js';
import { PosterScene } from './poster-entities.js';

export { Building, Community, Company, District, House, Street, Title } from './entities.js';
export { Communities, type CommunityPlace, placeFor, type StandingPlace } from './communities.js';
export { CommunityModule } from './community.module.js';
export { writePosterCode, writePosterScene } from './poster-code.js';
export { PosterCodes } from './poster-codes.js';
export { Posters } from './posters.js';
export { PosterScene } from './poster-entities.js';
export { type HouseFacts, RegisterDesk, type RegisterRow } from './register-desk.js';
export { TitleRegister } from './title-register.js';
export const communityEntities = [District, Street, Company, Community, Building, House, Title, PosterScene];
