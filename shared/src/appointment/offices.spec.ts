import { expect, it } from '@jest/globals';
import { features } from '../features/index.js';
import type { AccessSlice } from '../kit/index.js';
import { appointable, featureNames, permissionsFor } from './offices.js';

it('every feature that may be ticked for a role has a name of its own', () => {
  const table = Object.assign({}, ...features.map((feature) => feature.access)) as AccessSlice;
  const ticked = [...new Set(appointable.flatMap((role) => permissionsFor(role, table).map(({ feature }) => feature)))];
  expect(ticked.filter((feature) => !featureNames[feature])).toEqual([]);
  expect(new Set(ticked.map((feature) => featureNames[feature])).size).toBe(ticked.length);
});
