/**
 * Whole nodes that meet on a clock of their own: what goes over a link between them, how often it
 * goes to and fro, and how long a line takes for it. Signatures are believed, which changes no
 * byte.
 */
package dev.latticenano.bench.meeting;
