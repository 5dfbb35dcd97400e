/**
 * The door at which a Prometheus server asks. What enters is a text that somebody makes from
 * immutable figures; what leaves is HTTP. Refuses to know what the figures mean.
 */
package dev.latticenano.host.metrics;
