package dev.latticenano.relay.home;

/**
 * How full a {@link Shelf} is and what was written to it since it was opened.
 *
 * @param freeBytes still to be had; −1 if that is not known
 * @param keptBytes of these, kept free
 * @param logBytes written to logs
 * @param indexBytes written to what is derived from them
 * @param chunkBytes written as chunks
 * @param syncs of files
 */
public record ShelfFigures(
    long freeBytes, long keptBytes, long logBytes, long indexBytes, long chunkBytes, long syncs) {}
