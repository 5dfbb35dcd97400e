/** Tests on a real server, started for them; see docs/storage-postgres.md. */
package dev.latticenano.postgres;
