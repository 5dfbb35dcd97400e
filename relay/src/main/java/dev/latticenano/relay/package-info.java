/**
 * Holds and forwards what it cannot read: signed intentions and chunks enter, the same bytes leave.
 * Refuses to know state and keys; that it imports neither is checked by {@code ArchitectureTest}.
 */
package dev.latticenano.relay;
