/**
 * Lattice's data as bytes: intentions, their signatures, witness records, ops, tokens. Bytes enter,
 * verdicts and fields leave; values enter, bytes leave. Refuses to know order between intentions,
 * who may write, and what any op does to a state.
 *
 * <p>Every view is used alike: {@code wrap(bytes, offset, length)}, then {@code check()}, and only
 * if that said {@code OK} the accessors. Offsets that accessors return count in {@code bytes()}. A
 * view is mutable and reusable, allocates nothing after construction unless its comment says
 * otherwise, and is not thread-safe; the caller owns the bytes and leaves them unchanged while the
 * view is in use.
 *
 * <p>Every writer is used alike: set fields, then {@code write(out, offset, limit)}, where {@code
 * limit} is the index after the last byte it may touch. The answer is the bytes written, or minus
 * the bytes missing, in which case {@code out} is unchanged. Arrays handed to a setter are lent
 * until the writer is used for something else.
 */
package dev.latticenano.core.intention;
