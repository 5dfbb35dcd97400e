/**
 * Hashes, signatures and random bytes. Message bytes enter, digests and yes-or-no answers leave.
 * Signing, verifying and entropy are ports; BouncyCastle stands behind the first two. Refuses to
 * know what is signed and by whom.
 */
package dev.latticenano.core.crypto;
