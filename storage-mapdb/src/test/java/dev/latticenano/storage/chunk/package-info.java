/** Chunks under power cuts. */
package dev.latticenano.storage.chunk;
