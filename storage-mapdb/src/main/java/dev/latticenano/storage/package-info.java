/**
 * A node's directory: records, chunks and what is derived from them, so that what was acknowledged
 * outlives a power cut. Knows files and checksums; refuses to know what a record means.
 */
package dev.latticenano.storage;
