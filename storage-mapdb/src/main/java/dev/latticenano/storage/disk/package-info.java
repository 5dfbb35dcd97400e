/**
 * The operations on files and names that everything stored rests on, as a port, so that a test can
 * cut the power between any two; and the real disk behind it. Refuses to know what bytes mean.
 */
package dev.latticenano.storage.disk;
