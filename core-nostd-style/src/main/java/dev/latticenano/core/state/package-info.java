/**
 * Witnessed ops become values. Applied intentions enter in causal order; values, their conflicts
 * and the conditions of the next write leave. The same set of intentions gives the same state,
 * whatever order they came in. Refuses to know signatures, chains, disks and who may write.
 */
package dev.latticenano.core.state;
