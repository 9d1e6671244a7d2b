export { Signer, Vault, digest, newToken, randomDigits, sameText } from './vault.js';
