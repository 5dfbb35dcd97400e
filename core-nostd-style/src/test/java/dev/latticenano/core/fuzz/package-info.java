/** What fuzz targets share: inputs kept in docs/corpus, replayed by every build. */
package dev.latticenano.core.fuzz;
