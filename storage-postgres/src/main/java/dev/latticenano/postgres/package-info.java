/**
 * Logs, tables, chunks and entries of a site's stores in a PostgreSQL-compatible server: the second
 * storage behind the core's ports (docs/storage-postgres.md). It reads no record, keeps nothing on
 * a disk of its own, and does not know who asks.
 */
package dev.latticenano.postgres;
