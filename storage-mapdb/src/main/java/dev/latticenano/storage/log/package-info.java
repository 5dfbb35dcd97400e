/**
 * The truth on a node's disk: an append-only log of a store in segment files. Records enter with a
 * kind and leave by position; refuses to know what a record means.
 */
package dev.latticenano.storage.log;
