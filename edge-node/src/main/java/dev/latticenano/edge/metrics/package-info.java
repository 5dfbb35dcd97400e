/**
 * Figures of a running node for a Prometheus server. What enters is an immutable snapshot that the
 * loop publishes; what leaves is text over HTTP. Never touches the node.
 */
package dev.latticenano.edge.metrics;
