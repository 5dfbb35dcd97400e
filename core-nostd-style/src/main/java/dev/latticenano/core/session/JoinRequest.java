package dev.latticenano.core.session;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;

/**
 * A proven wish to be let into a store.
 *
 * @param store which, held here
 * @param joiner who, proven by its signature
 * @param invite the Ed25519 key of the invite, proven by its signature; maybe of none known here
 * @param name what the joiner calls itself: at most 64 bytes of text without control characters
 * @param binding what the box is bound to: the 32 bytes that name the link's keys
 */
public record JoinRequest(
    StoreId store, AuthorId joiner, AuthorId invite, String name, Hash binding) {}
