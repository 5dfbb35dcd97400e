/** A disk that loses its power, and what it did before. */
package dev.latticenano.storage.disk;
