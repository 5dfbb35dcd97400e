/** The log under power cuts, kills, full disks and flipped bits. */
package dev.latticenano.storage.log;
