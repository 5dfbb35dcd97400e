/**
 * The door at which a Prometheus server asks, and the page it is shown. What enters are immutable
 * figures by name; what leaves is text over HTTP. Refuses to know what the figures mean.
 */
package dev.latticenano.host.metrics;
