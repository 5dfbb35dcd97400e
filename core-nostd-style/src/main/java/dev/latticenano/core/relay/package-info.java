/**
 * What an operator, an owner and a relay tell each other: tickets and manifests, as bytes. Rules:
 * docs/relay.md. Knows no store's content, no link and no clock.
 */
package dev.latticenano.core.relay;
