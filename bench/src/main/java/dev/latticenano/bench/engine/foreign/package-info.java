/**
 * Engines of others, for comparison only. Compiled, and their libraries fetched, only in Maven's
 * profile {@code engines}; knows nothing of ours.
 */
package dev.latticenano.bench.engine.foreign;
