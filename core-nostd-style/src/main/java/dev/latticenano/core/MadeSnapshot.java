package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import java.util.List;

/**
 * A snapshot that somebody made, as a node knows it.
 *
 * @param notice the intention that tells of it
 * @param author who made it
 * @param wallMs when, Unix ms by its author's clock
 * @param standing what this node makes of it
 * @param cid root of its chunk tree
 * @param bytes of all its parts
 * @param covers how many intentions it stands for
 * @param begins true if state begins with it here: it is final
 * @param waitsFor voters that did not agree to it yet, in the order of their keys
 */
public record MadeSnapshot(
    Hash notice,
    AuthorId author,
    long wallMs,
    SnapshotStanding standing,
    Hash cid,
    long bytes,
    long covers,
    boolean begins,
    List<AuthorId> waitsFor) {}
