import type { Feature } from '../kit/index.js';
import { communityFeature } from '../community/index.js';
import { complaintFeature } from '../complaint/index.js';
import { identityFeature } from '../identity/index.js';
import { messageFeature } from '../message/index.js';
import { storageFeature } from '../storage/index.js';

/** Every feature: one line each. Routes, permissions, errors and messages are collected from here. */
export const features: readonly Feature[] = [storageFeature, communityFeature, identityFeature, complaintFeature, messageFeature];
