/**
 * Hashes, signatures, ciphers, agreed secrets and random bytes. Message bytes enter; digests,
 * ciphertexts and yes-or-no answers leave. Signing, verifying, agreeing, ciphers and entropy are
 * ports; BouncyCastle stands behind all but the last. Refuses to know what is signed or sealed, and
 * by whom.
 */
package dev.latticenano.core.crypto;
