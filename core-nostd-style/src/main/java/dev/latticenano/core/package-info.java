/** Lattice itself: bytes, time and a seed enter; bytes and events leave. */
package dev.latticenano.core;
