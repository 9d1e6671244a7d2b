export { Signer, Unreadable, Vault, digest, newToken, randomDigits, sameText } from './vault.js';
