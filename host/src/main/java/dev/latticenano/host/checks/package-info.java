/**
 * Whether signatures are right, found out by all processors: enters what the core will ask for,
 * leaves the answer of the core's own rule. Knows nothing of intentions, stores or links.
 */
package dev.latticenano.host.checks;
