/**
 * A relay process and the members that call it, for what is measured of relays. What enters are
 * counts, what leaves are figures; refuses to know how they are told.
 */
package dev.latticenano.bench.relay;
