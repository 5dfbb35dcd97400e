/**
 * Two sets compared by the sums of ranges, and what each lacks found in a few messages: Negentropy,
 * version 1 (docs/reconcile.md). Message bytes and an ordered set of (created, id) enter, messages
 * and differing ids leave. Refuses to know what an id names, who the peer is, and what moves the
 * messages.
 */
package dev.latticenano.core.reconcile;
