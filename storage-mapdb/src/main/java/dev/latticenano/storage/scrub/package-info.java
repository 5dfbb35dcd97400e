/**
 * Reads everything stored again, slowly and round after round, to find what has rotted while
 * another copy still exists. Refuses to know threads, clocks and what becomes of what it finds.
 */
package dev.latticenano.storage.scrub;
