/**
 * Thousands of TCP links on one thread: callers enter, whole frames leave, and the other way.
 * Refuses to know what a frame means; who may call, how often, how slowly and with how much waiting
 * is decided here. Rules: docs/links.md; limits: docs/relay-operations.md.
 */
package dev.latticenano.relay.net;
