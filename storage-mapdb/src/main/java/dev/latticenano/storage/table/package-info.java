/**
 * Ordered tables derived from the log: a heap overlay above immutable runs, replaceable at any time
 * by replay. Refuses to be the only copy of anything.
 */
package dev.latticenano.storage.table;
