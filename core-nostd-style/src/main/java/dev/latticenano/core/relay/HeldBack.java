package dev.latticenano.core.relay;

import dev.latticenano.core.intention.AuthorId;

/**
 * What could go from a store, and does not because one member alone has not seen it.
 *
 * @param member its key
 * @param intentions how many, at least
 * @param bytes of their signed intentions
 * @param lastWroteMs wall time of what it wrote last, by its own clock, Unix ms; 0: nothing is here
 */
public record HeldBack(AuthorId member, long intentions, long bytes, long lastWroteMs) {}
