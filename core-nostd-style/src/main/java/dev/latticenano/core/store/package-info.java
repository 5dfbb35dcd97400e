/**
 * Order becomes durable entries. Records enter and are read back by position; what is synced
 * survives a power cut. Refuses to know what a record means: kinds are numbers here.
 */
package dev.latticenano.core.store;
