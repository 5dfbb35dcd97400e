/** Tables that doubt themselves. */
package dev.latticenano.storage.table;
