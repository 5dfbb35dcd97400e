/**
 * A store's state at its stability frontier as bytes, and back. Rows of tables enter and parts of a
 * chunk tree leave; parts enter, and after every rule of docs/snapshots.md was checked rows leave.
 * Equal states at equal frontiers give equal bytes, on every node. Refuses to know what rows mean,
 * when a snapshot is worth making, and who agreed to it.
 */
package dev.latticenano.core.snapshot;
