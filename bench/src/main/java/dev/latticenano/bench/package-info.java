/** Benchmarks: what the hot paths cost in time and allocation. Nothing depends on this package. */
package dev.latticenano.bench;
