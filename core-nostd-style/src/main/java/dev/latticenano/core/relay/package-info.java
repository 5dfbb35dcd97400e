/**
 * What an operator, an owner and a relay tell each other, as bytes: tickets, manifests, statements,
 * prune receipts; and what a relay may drop. Rules: docs/relay.md. Knows no store's content, no
 * link and no clock.
 */
package dev.latticenano.core.relay;
