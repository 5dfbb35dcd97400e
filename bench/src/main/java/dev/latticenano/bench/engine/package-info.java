/**
 * Storage engines behind one port, each doing the same work in a JVM of its own, and what that work
 * cost. Nothing here is delivered; knows nothing of intentions.
 */
package dev.latticenano.bench.engine;
