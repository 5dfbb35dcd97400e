/** Content-addressed chunks, each a file of its own. Refuses to know what a chunk is part of. */
package dev.latticenano.storage.chunk;
