/**
 * What an operator, an owner and a relay tell each other (tickets, manifests, statements, prune
 * receipts), what a relay may drop, and the relay itself: frames of members enter, frames for other
 * members leave. Rules: docs/relay.md. Refuses to know what anybody says: neither state nor keys
 * are within its reach.
 */
package dev.latticenano.core.relay;
